package dev.tidemark.query.redis;

import dev.tidemark.query.layout.NavigationEntry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The entry of the page of Redis in the navigation. */
@Factory
final class RedisNavigation {
    @Singleton
    NavigationEntry redisPage() {
        return new NavigationEntry(20, RedisPage.PATH, "Redis");
    }
}
