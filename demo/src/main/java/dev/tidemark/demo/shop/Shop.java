package dev.tidemark.demo.shop;

import dev.tidemark.demo.Environment;
import dev.tidemark.demo.Instrumentation;
import dev.tidemark.demo.Start;
import io.micronaut.runtime.Micronaut;
import java.util.Map;

/** Starts the shop. */
public final class Shop {

    static final String NAME = "shop";

    private Shop() {}

    public static void main(String[] args) throws Exception {
        Start.of(Shop::start);
    }

    private static void start() {
        Instrumentation.configure(NAME);
        ShopSettings settings = ShopSettings.from(new Environment(System.getenv()));
        Start.requireFree(settings.host(), settings.port());
        Micronaut.build(new String[0])
                .banner(false)
                .mainClass(Shop.class)
                .singletons(settings)
                .eagerInitSingletons(true)
                .properties(Map.of(
                        "micronaut.application.name",
                        NAME,
                        "micronaut.server.host",
                        settings.host(),
                        "micronaut.server.port",
                        settings.port(),
                        "micronaut.serde.serialization.inclusion",
                        "ALWAYS"))
                .start();
    }
}
