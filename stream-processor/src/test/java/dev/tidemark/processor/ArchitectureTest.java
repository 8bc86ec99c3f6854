package dev.tidemark.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.tidemark.processor";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void topology_knowsNoDatabaseAndNoSink() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", ROOT + ".sink..", ROOT)
                .check(CLASSES);
    }

    @Test
    void topology_doesNoInputOrOutputOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.net..",
                        "org.apache.kafka.clients.admin..",
                        "org.apache.kafka.clients.producer..")
                .check(CLASSES);
    }

    @Test
    void kafkasInternals_areUsedInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .doNotHaveSimpleName("CommitHook")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..internals..")
                .check(CLASSES);
    }

    @Test
    void intake_knowsNoDatabaseAndNobodyElse() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".intake..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "org.apache.kafka..",
                        ROOT + ".sink..",
                        ROOT + ".topology..",
                        ROOT)
                .check(CLASSES);
    }

    @Test
    void sink_doesNotKnowTheTopology() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".topology..", ROOT)
                .check(CLASSES);
    }
}
