package dev.rolecall.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rolecall.architecture.Packages;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MAX_TYPES = 8;
    private static final Packages PACKAGES = new Packages("dev.rolecall.webhook", Map.ofEntries(
            Map.entry("door", Set.of("problem")),
            Map.entry("keys", Set.of("audit", "authentication", "problem")),
            Map.entry("audit", Set.of("door", "authentication", "problem")),
            Map.entry("metrics", Set.of("door", "lease")),
            Map.entry("operations", Set.of("audit", "body", "door", "events", "lease")),
            Map.entry("warmup", Set.of("door")),
            Map.entry("description", Set.of("authentication")),
            Map.entry("callback", Set.of("reading", "ingestion", "database", "problem", "warmup")),
            Map.entry("reading", Set.of("body")),
            Map.entry("reprocessing", Set.of("ingestion", "quarantine", "audit")),
            Map.entry("ingestion", Set.of("quarantine", "adoption")),
            Map.entry("adoption", Set.of("audit", "body", "events")),
            Map.entry("quarantine", Set.of("body", "problem", "audit")),
            Map.entry("body", Set.of("authentication")),
            Map.entry("transcripts", Set.of("body", "problem", "audit", "description", "adoption"))));

    @ArchTest
    static final ArchRule USE_GOES_ALONG_THE_ARROWS = PACKAGES.useGoesAlongTheArrows();
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
    static final ArchRule NAMES_SAY_THE_JOB = Packages.NAMES_SAY_THE_JOB;
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
    static void packagesStaySmall(JavaClasses all) {
        PACKAGES.areAtMost(_ -> MAX_TYPES, all);
    }
}
