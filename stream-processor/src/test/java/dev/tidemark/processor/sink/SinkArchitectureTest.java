package dev.tidemark.processor.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class SinkArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark.processor");

    @Test
    void sink_neverKnowsTheTopology() {
        noClasses()
                .that()
                .resideInAPackage("..processor.sink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..processor.topology..", "org.apache.kafka.streams..")
                .check(CLASSES);
    }

    @Test
    void topology_neverKnowsTheSinkOrPostgres() {
        noClasses()
                .that()
                .resideInAPackage("..processor.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..processor.sink..", "java.sql..", "org.postgresql..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void store_neverKnowsWhoWrites() {
        noClasses()
                .that()
                .resideInAPackage("..processor.sink.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tidemark.processor.sink", "..processor.intake..")
                .check(CLASSES);
    }
}
