package dev.tidemark.query.endpoints;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The entry of the page of endpoints in the navigation. */
@Factory
final class EndpointsNavigation {
    @Singleton
    NavigationEntry endpointsPage() {
        return new NavigationEntry(10, EndpointsPage.PATH, "Endpoints");
    }
}
