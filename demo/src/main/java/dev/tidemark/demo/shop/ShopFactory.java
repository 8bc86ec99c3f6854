package dev.tidemark.demo.shop;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.SchemaScript;
import dev.tidemark.demo.fault.Faults;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Creates the parts of the shop that do not depend on the framework. */
@Factory
final class ShopFactory {

    @Singleton
    @Bean(preDestroy = "close")
    Faults faults() {
        return new Faults();
    }

    @Singleton
    @Bean(preDestroy = "close")
    Database database(ShopSettings settings, Faults faults) {
        return new Database(settings.database(), SchemaScript.beside(Shop.class), faults);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Cache cache(ShopSettings settings) {
        return new Cache(settings.redis());
    }
}
