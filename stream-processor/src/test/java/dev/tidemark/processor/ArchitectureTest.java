package dev.tidemark.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.tidemark.processor";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Each package is its own slice, so that a parent and its child must not form a cycle, either. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
            return SliceIdentifier.of(each.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    @Test
    void topology_dependsOnNeitherDatabaseNorSink() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", ROOT + ".sink..")
                .check(CLASSES);
    }

    @Test
    void topology_performsNoIo() {
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
    void kafkaInternals_areUsedInOneClass() {
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
    void intake_dependsOnNoOtherPart() {
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
                        ROOT + ".topology..")
                .check(CLASSES);
    }

    @Test
    void sink_doesNotDependOnTheTopology() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".topology..", "org.apache.kafka.streams..")
                .check(CLASSES);
    }

    @Test
    void sinkSubpackages_doNotDependOnTheSink() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sink.*..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".sink", ROOT + ".intake..")
                .check(CLASSES);
    }

    @Test
    void rootPackage_hasNoDependents() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
    }
}
