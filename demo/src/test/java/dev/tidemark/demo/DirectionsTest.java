package dev.tidemark.demo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.ingest.http.TidemarkHttp;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import dev.tidemark.ingest.redis.TidemarkRedis;
import dev.tidemark.ingest.trace.Traced;
import org.junit.jupiter.api.Test;

class DirectionsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark.demo");

    @Test
    void packages_ofTheDemo_haveNoCycles() {
        slices().matching("dev.tidemark.demo.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void programs_doNotImportOneAnother() {
        forbid("shop", "inventory", "traffic");
        forbid("inventory", "shop", "traffic");
        forbid("traffic", "shop", "inventory", "database", "cache", "fault");
    }

    /** All that an application may need: one line for each client, pool or thread of its own. */
    @Test
    void applications_importOnlyTheWrappersOfTheFilter() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.tidemark.ingest..", "dev.tidemark.wire..")
                        .and(not(belongToAnyOf(
                                TidemarkRedis.class, TidemarkDataSource.class, TidemarkHttp.class, Traced.class))))
                .check(CLASSES);
    }

    @Test
    void applications_useOnlyTheirOwnFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.demo.shop..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.demo.inventory..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..")
                .check(CLASSES);
    }

    private static void forbid(String from, String... to) {
        for (String other : to) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.tidemark.demo." + from + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.tidemark.demo." + other + "..")
                    .check(CLASSES);
        }
    }
}
