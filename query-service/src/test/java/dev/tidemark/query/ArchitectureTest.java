package dev.tidemark.query;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tidemark.query");

    @ParameterizedTest
    @ValueSource(strings = {"requests", "redis", "postgres", "host", "logs", "freshness"})
    void feature_ofData_importsNoOther(String feature) {
        String[] others = {"requests", "redis", "postgres", "host", "logs", "freshness", "summary", "health", "page"};
        for (String other : others) {
            if (!other.equals(feature)) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.tidemark.query." + feature)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.tidemark.query." + other)
                        .check(CLASSES);
            }
        }
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
                .doNotHaveFullName("dev.tidemark.query.http.HomeController.home()")
                .should()
                .beAnnotatedWith(ExecuteOn.class)
                .orShould()
                .beDeclaredInClassesThat(are(annotatedWith(ExecuteOn.class)))
                .check(CLASSES);
    }

    @Test
    void sql_isOnlySpokenByClassesThatAreNamedForIt() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Sql")
                .and()
                .resideOutsideOfPackage("dev.tidemark.query.store")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.(Statement|PreparedStatement|ResultSet)")
                .check(CLASSES);
    }

    @Test
    void beans_areGivenWhatTheyNeedByTheirConstructor() {
        fields().should().notBeAnnotatedWith(Inject.class).check(CLASSES);
        fields().should().notBeAnnotatedWith(Value.class).check(CLASSES);
    }

    @Test
    void packages_haveNamesThatSayWhatIsInThem() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..model..", "..service..")
                .check(CLASSES);
    }
}
