package dev.rolecall.classifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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
}
