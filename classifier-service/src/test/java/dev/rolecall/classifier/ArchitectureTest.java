package dev.rolecall.classifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolecall.architecture.Packages;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MAX_TYPES = 8;
    private static final Packages PACKAGES = new Packages("dev.rolecall.classifier", Map.ofEntries(
            Map.entry("consumer", Set.of("settlement")),
            Map.entry("inline", Set.of("settlement")),
            Map.entry("pods", Set.of("concurrency", "llm")),
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
            Map.entry("budget", Set.of("database")),
            Map.entry("database", Set.of("progress"))));

    @ArchTest
    static final ArchRule USE_GOES_ALONG_THE_ARROWS = PACKAGES.useGoesAlongTheArrows();
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
    static final ArchRule NAMES_SAY_THE_JOB = Packages.NAMES_SAY_THE_JOB;

    @ArchTest
    static void packagesStaySmall(JavaClasses all) {
        PACKAGES.areAtMost(_ -> MAX_TYPES, all);
    }
}
