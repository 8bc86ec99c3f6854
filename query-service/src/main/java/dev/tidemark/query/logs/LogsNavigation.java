package dev.tidemark.query.logs;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The logs page's entry in the navigation. */
@Factory
final class LogsNavigation {
    @Singleton
    NavigationEntry logsPage() {
        return new NavigationEntry(50, LogsPage.PATH, "Logs");
    }
}
