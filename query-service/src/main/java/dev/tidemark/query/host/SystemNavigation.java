package dev.tidemark.query.host;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The system page's entry in the navigation. */
@Factory
final class SystemNavigation {
    @Singleton
    NavigationEntry systemPage() {
        return new NavigationEntry(40, SystemPage.PATH, "System");
    }
}
