package dev.rolecall.classifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVICE = "dev.rolecall.classifier.";
    private static final int MAX_TYPES = 8;
    /// One client with its types for JSON; it would gain nothing from sub-packages.
    private static final String LLM = SERVICE + "llm";
    private static final int MAX_TYPES_OF_LLM = 16;

    /// Which package may use which, directly or through another. Everything else is against an arrow.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("consumer", Set.of("settlement")),
            Map.entry("settlement", Set.of("concurrency", "classification")),
            Map.entry("concurrency", Set.of("claim")),
            Map.entry("classification", Set.of("result", "prompt")),
            Map.entry("result", Set.of("claim", "evidence")),
            Map.entry("prompt", Set.of("evidence", "llm")),
            Map.entry("evidence", Set.of("names", "roles", "llm")),
            Map.entry("names", Set.of("conversation")),
            Map.entry("roles", Set.of("conversation")),
            Map.entry("claim", Set.of("llm")),
            Map.entry("llm", Set.of("budget")),
            Map.entry("budget", Set.of("database")));

    @ArchTest
    static final ArchRule FEATURES_FORM_NO_CYCLES = slices().matching("dev.rolecall.classifier.(*)..")
            .should()
            .beFreeOfCycles();
    @ArchTest
    static final ArchRule THE_SERVICES_SHARE_ONLY_THE_MODEL = noClasses().that()
            .resideInAPackage("dev.rolecall.classifier..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rolecall.webhook..");
    @ArchTest
    static final ArchRule NAMES_SAY_THE_JOB = classes().should()
            .haveNameNotMatching(".*(Manager|Helper|Utils?|Processor|Handler|Impl|DTO)$");

    @ArchTest
    static void usesGoAlongTheArrows(JavaClasses all) {
        var against = new TreeSet<String>();
        for (var user : all.stream().filter(ArchitectureTest::isOfThisService).toList()) {
            user.getDirectDependenciesFromSelf()
                    .stream()
                    .map(use -> use.getTargetClass().getBaseComponentType())
                    .filter(ArchitectureTest::isOfThisService)
                    .filter(used -> !mayUse(feature(user), feature(used)))
                    .forEach(used -> against.add(feature(user) + " uses " + feature(used) + ": " + user.getSimpleName()
                            + " -> " + used.getSimpleName()));
        }

        assertThat(against).isEmpty();
    }

    @ArchTest
    static void packagesStaySmall(JavaClasses all) {
        var counts = new TreeMap<>(all.stream()
                .filter(ArchitectureTest::isOfThisService)
                .filter(it -> it.isTopLevelClass() && !it.getSimpleName().equals("package-info"))
                .filter(it -> it.getSource().isPresent())
                .collect(groupingBy(JavaClass::getPackageName, counting())));

        System.out.println("Top-level types per package: " + counts);
        assertThat(counts).isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name)
                        .isLessThanOrEqualTo(name.equals(LLM) ? MAX_TYPES_OF_LLM : MAX_TYPES));
    }

    private static boolean isOfThisService(JavaClass type) {
        return type.getPackageName().startsWith(SERVICE);
    }

    private static String feature(JavaClass type) {
        return type.getPackageName().substring(SERVICE.length()).split("\\.", 2)[0];
    }

    private static boolean mayUse(String user, String used) {
        return user.equals(used)
                || ARROWS.getOrDefault(user, Set.of()).stream().anyMatch(next -> mayUse(next, used));
    }
}
