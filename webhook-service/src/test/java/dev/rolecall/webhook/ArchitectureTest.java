package dev.rolecall.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVICE = "dev.rolecall.webhook.";
    private static final int MAX_TYPES = 8;

    /// Which package may use which, directly or through another. Everything else is against an arrow.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("callback", Set.of("reading", "ingestion", "database", "problem")),
            Map.entry("reading", Set.of("body")),
            Map.entry("reprocessing", Set.of("ingestion", "quarantine")),
            Map.entry("ingestion", Set.of("quarantine")),
            Map.entry("quarantine", Set.of("body", "problem")),
            Map.entry("body", Set.of("authentication")),
            Map.entry("transcripts", Set.of("body", "problem")));

    @ArchTest
    static final ArchRule FEATURES_FORM_NO_CYCLES = slices().matching("dev.rolecall.webhook.(*)..")
            .should()
            .beFreeOfCycles();
    @ArchTest
    static final ArchRule THE_SERVICES_SHARE_ONLY_THE_MODEL = noClasses().that()
            .resideInAPackage("dev.rolecall.webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rolecall.classifier..");
    @ArchTest
    static final ArchRule NAMES_SAY_THE_JOB = classes().should()
            .haveNameNotMatching(".*(Manager|Helper|Utils?|Processor|Handler|Impl|DTO)$");
    /// Quarkus answers 404, without a warning, for an endpoint that is not public.
    @ArchTest
    static final ArchRule ENDPOINTS_ARE_PUBLIC = methods().that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .should()
            .bePublic();

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
                        .isLessThanOrEqualTo(MAX_TYPES));
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
