package dev.tidemark.query.page;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The landing page's entry in the navigation. */
@Factory
final class LandingNavigation {
    @Singleton
    NavigationEntry landingPage() {
        return new NavigationEntry(0, "/ui/monitoring/advanced", "Overview");
    }
}
