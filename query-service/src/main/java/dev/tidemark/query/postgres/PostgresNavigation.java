package dev.tidemark.query.postgres;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The PostgreSQL page's entry in the navigation. */
@Factory
final class PostgresNavigation {
    @Singleton
    NavigationEntry postgresPage() {
        return new NavigationEntry(30, PostgresPage.PATH, "PostgreSQL");
    }
}
