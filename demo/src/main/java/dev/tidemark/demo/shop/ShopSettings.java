package dev.tidemark.demo.shop;

import dev.tidemark.demo.Environment;
import dev.tidemark.demo.database.DatabaseSettings;
import java.net.URI;

/**
 * How the shop runs.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port; 8081 by default
 * @param database its PostgreSQL
 * @param redis its Redis; {@code redis://127.0.0.1:16379} by default
 * @param inventory its inventory; {@code http://127.0.0.1:8082} by default
 */
public record ShopSettings(String host, int port, DatabaseSettings database, URI redis, URI inventory) {

    static ShopSettings from(Environment environment) {
        return new ShopSettings(
                environment.text("TIDEMARK_HTTP_HOST", "127.0.0.1"),
                environment.number("TIDEMARK_HTTP_PORT", 8081, 1, 65_535),
                DatabaseSettings.from(environment, Shop.NAME),
                environment.address("TIDEMARK_REDIS_URI", "redis://127.0.0.1:16379", "redis"),
                environment.address("INVENTORY_URL", "http://127.0.0.1:8082", "http"));
    }
}
