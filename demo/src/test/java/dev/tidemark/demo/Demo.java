package dev.tidemark.demo;

import dev.tidemark.demo.inventory.Inventory;
import dev.tidemark.demo.shop.Shop;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.util.Map;

/** Both applications; their backends may be down when they start. */
final class Demo implements AutoCloseable {

    private final Application inventory;
    private final Application shop;

    private Demo(Application inventory, Application shop) {
        this.inventory = inventory;
        this.shop = shop;
    }

    /** Starts both with the shared PostgreSQL, Redis and broker, and waits until they are connected. */
    static Demo overSharedBackends(Path logs) {
        return launch(Backends.postgres(), Backends.redis(), Backends.kafka().bootstrapServers(), logs, true)
                .awaitHealth("\"up\"");
    }

    static Demo launch(PostgresServer postgres, RedisServer redis, String kafka, Path logs) {
        return launch(postgres, redis, kafka, logs, false);
    }

    private static Demo launch(PostgresServer postgres, RedisServer redis, String kafka, Path logs, boolean archiving) {
        int inventoryPort = FreePorts.next();
        var environment = Map.of(
                "TIDEMARK_POSTGRES_URL",
                postgres.jdbcUrl(),
                "TIDEMARK_POSTGRES_USER",
                postgres.user(),
                "TIDEMARK_POSTGRES_PASSWORD",
                postgres.password(),
                "TIDEMARK_REDIS_URI",
                redis.uri().toString(),
                "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS",
                kafka,
                "INVENTORY_URL",
                "http://127.0.0.1:" + inventoryPort);
        return new Demo(
                Application.start(Inventory.class, inventoryPort, environment, logs, archiving),
                Application.start(Shop.class, FreePorts.next(), environment, logs, archiving));
    }

    Demo awaitHealth(String status) {
        inventory.awaitHealth("\"status\":" + status);
        shop.awaitHealth("\"status\":" + status);
        return this;
    }

    Application shop() {
        return shop;
    }

    Application inventory() {
        return inventory;
    }

    @Override
    public void close() {
        shop.close();
        inventory.close();
    }
}
