package dev.tidemark.wire;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Applications embed wire, so each of its dependencies becomes theirs. */
final class ArchitectureTest {
    private static final JavaClasses WIRE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark.wire");

    @Test
    void wire_dependsOn_onlyTheJdkAndAJsonStreamingLibrary() {
        assertThat(WIRE).hasSizeGreaterThan(20);
        classes()
                .that(alwaysTrue())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tidemark.wire..", "java..", "com.fasterxml.jackson.core..", "org.jspecify.annotations..")
                .check(WIRE);
    }

    @Test
    void events_dependOn_neitherCodecNorTopic() {
        noClasses()
                .that()
                .resideInAPackage("..wire.event..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..wire.codec..", "..wire.topic..", "com.fasterxml..")
                .check(WIRE);
    }

    @Test
    void sketch_dependsOn_noOtherPackageOfWire() {
        noClasses()
                .that()
                .resideInAPackage("..wire.sketch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..wire.codec..", "..wire.topic..", "..wire.event..", "com.fasterxml..")
                .check(WIRE);
    }

    @Test
    void codecs_dependOn_noTopic() {
        noClasses()
                .that()
                .resideInAPackage("..wire.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..wire.topic..")
                .check(WIRE);
    }
}
