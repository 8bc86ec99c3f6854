package dev.tidemark.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** The launcher runs without Testcontainers, so its classes must not reference it. */
    @Test
    void testcontainers_isUsedInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.embedded.containers")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.tidemark.embedded"));
    }
}
