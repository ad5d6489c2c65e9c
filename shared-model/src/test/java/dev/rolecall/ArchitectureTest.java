package dev.rolecall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rolecall", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NEITHER_SERVICE = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rolecall.webhook..", "dev.rolecall.classifier..");
    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("dev.rolecall.(*)..").should().beFreeOfCycles();
}
