package dev.rolecall.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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
    /// Quarkus answers 404, without a warning, for one that is not.
    @ArchTest
    static final ArchRule ENDPOINTS_ARE_PUBLIC = methods().that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .should()
            .bePublic();
}
