package dev.tidemark.demo.inventory;

import dev.tidemark.demo.Environment;
import dev.tidemark.demo.database.DatabaseSettings;
import java.net.URI;

/**
 * How the inventory runs.
 *
 * @param port the port on loopback; 8082 by default
 * @param database its PostgreSQL
 * @param redis its Redis; {@code redis://127.0.0.1:16379} by default
 */
record InventorySettings(int port, DatabaseSettings database, URI redis) {

    static InventorySettings from(Environment environment) {
        return new InventorySettings(
                environment.number("TIDEMARK_HTTP_PORT", 8082, 1, 65_535),
                DatabaseSettings.from(environment, Inventory.NAME),
                environment.address("TIDEMARK_REDIS_URI", "redis://127.0.0.1:16379", "redis"));
    }
}
