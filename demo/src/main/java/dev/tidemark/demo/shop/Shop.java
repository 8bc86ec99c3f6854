package dev.tidemark.demo.shop;

import dev.tidemark.demo.Instrumentation;
import dev.tidemark.demo.Start;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
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
        ShopSettings settings = ShopSettings.from(SettingsReader.ofProcess(Component.SHOP));
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
