package dev.tidemark.query;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.tidemark.query";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Micronaut's own classes for ours, which take longer to read than these.
            .withImportOption(location -> !location.contains("/$"))
            .importPackages(ROOT);

    /** What features stand on. */
    private static final Set<String> FOUNDATION = Set.of(
            "cache",
            "card",
            "counters",
            "endpoint",
            "explain",
            "export",
            "figures",
            "http",
            "kafka",
            "keyfigure",
            "layout",
            "lettuce",
            "metrics",
            "parallel",
            "parameter",
            "range",
            "refusal",
            "samples",
            "settings",
            "statement",
            "store",
            "verdict");

    /** What puts the features together. Every package that is in neither set is a feature. */
    private static final Set<String> COMPOSITION = Set.of("health", "incident", "page", "summary");

    private static final class Features implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return isFeature(javaClass) ? SliceIdentifier.of(folder(javaClass)) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "features";
        }
    }

    private static String folder(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).split("\\.")[0] : "";
    }

    private static boolean isFeature(JavaClass javaClass) {
        String folder = folder(javaClass);
        return !folder.isEmpty() && !FOUNDATION.contains(folder) && !COMPOSITION.contains(folder);
    }

    private static DescribedPredicate<JavaClass> in(Set<String> folders) {
        return DescribedPredicate.describe("are in one of " + folders, type -> folders.contains(folder(type)));
    }

    private static final DescribedPredicate<JavaClass> FEATURES =
            DescribedPredicate.describe("are of a feature", ArchitectureTest::isFeature);

    @Test
    void features_doNotDependOnOneAnother() {
        assertThat(CLASSES.stream().filter(ArchitectureTest::isFeature).map(ArchitectureTest::folder))
                .contains("requests", "redis", "postgres", "host", "logs", "freshness");
        slices().assignedFrom(new Features()).should().notDependOnEachOther().check(CLASSES);
    }

    @Test
    void sharedPackages_doNotDependOnFeatures() {
        noClasses()
                .that(in(FOUNDATION))
                .should()
                .dependOnClassesThat(FEATURES.or(in(COMPOSITION)))
                .check(CLASSES);
    }

    @Test
    void features_doNotDependOnAssemblingPackages() {
        noClasses().that(FEATURES).should().dependOnClassesThat(in(COMPOSITION)).check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.tidemark.query.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void controllers_arePackagePrivate() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    /** An answer that needs nothing but what is at hand may be made on the event loop; all others may not. */
    @Test
    void routes_areNotServedOnAnEventLoop() {
        methods()
                .that()
                .areMetaAnnotatedWith(HttpMethodMapping.class)
                .and()
                .doNotHaveFullName("dev.tidemark.query.health.HealthController.health()")
                .and()
                .doNotHaveFullName("dev.tidemark.query.health.HealthController.ready()")
                .and()
                .doNotHaveFullName("dev.tidemark.query.http.HomeController.home()")
                .should()
                .beAnnotatedWith(ExecuteOn.class)
                .orShould()
                .beDeclaredInClassesThat(are(annotatedWith(ExecuteOn.class)))
                .check(CLASSES);
    }

    @Test
    void controllers_doNotUseTheDatabase() {
        noClasses()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*(Queries|\\.store\\.Database)")
                .check(CLASSES);
    }

    /** Features throw exceptions of their own subject; one place maps them to statuses. */
    @Test
    void statuses_areOnlyChosenByHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.query.http")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(HttpStatusException.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(HttpStatus.class)
                .check(CLASSES);
    }

    @Test
    void jdbc_isUsedOnlyByQueries() {
        noClasses()
                .that()
                .haveNameNotMatching(".*Queries(\\$.*)?")
                .and()
                .resideOutsideOfPackage("dev.tidemark.query.store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut.data..")
                .check(CLASSES);
    }

    @Test
    void beans_useConstructorInjection() {
        fields().should().notBeAnnotatedWith(Inject.class).check(CLASSES);
        fields().should().notBeAnnotatedWith(Value.class).check(CLASSES);
    }

    @Test
    void packages_haveMeaningfulNames() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..model..", "..service..")
                .check(CLASSES);
    }
}
