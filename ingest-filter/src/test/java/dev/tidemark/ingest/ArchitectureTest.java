package dev.tidemark.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final String[] CORE = {
        "dev.tidemark.ingest",
        "dev.tidemark.ingest.settings",
        "dev.tidemark.ingest.trace",
        "dev.tidemark.ingest.call",
        "dev.tidemark.ingest.http",
        "dev.tidemark.ingest.call",
        "dev.tidemark.ingest.redaction",
        "dev.tidemark.ingest.delivery",
        "dev.tidemark.ingest.delivery.kafka"
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark.ingest");

    @Test
    void core_importsNoFrameworkAndNoAdapter() {
        classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(
                        CORE,
                        "java..",
                        "javax.net.ssl..",
                        "dev.tidemark.settings..",
                        "dev.tidemark.wire..",
                        "org.apache.kafka..",
                        "org.jctools..",
                        "org.slf4j..",
                        "org.jspecify.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "micronaut",
                "servlet",
                "logback",
                "samples",
                "spring",
                "micrometer",
                "quarkus",
                "jdbc",
                "redis",
                "okhttp",
                "apache"
            })
    void adapter_dependsOnTheCoreOnly(String adapter) {
        String own = "dev.tidemark.ingest." + adapter;
        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are its own, the core's or not Tidemark's",
                        type -> !type.getPackageName().startsWith("dev.tidemark.ingest")
                                || type.getPackageName().equals(own)
                                // These find the data sources of an application.
                                || (List.of("spring", "micronaut").contains(adapter)
                                        && type.getPackageName().equals("dev.tidemark.ingest.jdbc"))
                                // Spring Boot registers the servlet filter.
                                || (adapter.equals("spring")
                                        && type.getPackageName().equals("dev.tidemark.ingest.servlet"))
                                // They find the application's clients of Redis.
                                || (List.of("spring", "micronaut").contains(adapter)
                                        && type.getPackageName().equals("dev.tidemark.ingest.redis"))
                                || List.of(CORE).contains(type.getPackageName())))
                .check(CLASSES);
    }

    @Test
    void packages_areFreeOfCycles() {
        slices().matching("dev.tidemark.(ingest..)").should().beFreeOfCycles().check(CLASSES);
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
