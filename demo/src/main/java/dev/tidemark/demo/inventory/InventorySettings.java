package dev.tidemark.demo.inventory;

import dev.tidemark.demo.Environment;
import dev.tidemark.demo.database.DatabaseSettings;
import java.net.URI;

/**
 * How the inventory runs.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port; 8082 by default
 * @param database its PostgreSQL
 * @param redis its Redis; {@code redis://127.0.0.1:16379} by default
 */
record InventorySettings(String host, int port, DatabaseSettings database, URI redis) {

    static InventorySettings from(Environment environment) {
        return new InventorySettings(
                environment.text("TIDEMARK_HTTP_HOST", "127.0.0.1"),
                environment.number("TIDEMARK_HTTP_PORT", 8082, 1, 65_535),
                DatabaseSettings.from(environment, Inventory.NAME),
                environment.address("TIDEMARK_REDIS_URI", "redis://127.0.0.1:16379", "redis"));
    }
}
