package dev.tidemark.demo.inventory;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.DatabaseSettings;
import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;
import java.net.URI;

/**
 * The settings of the inventory.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port; 8082 by default
 * @param database its PostgreSQL
 * @param redis its Redis; {@code redis://127.0.0.1:16379} by default
 */
record InventorySettings(String host, int port, DatabaseSettings database, URI redis) {

    static InventorySettings from(SettingsReader settings) {
        return new InventorySettings(
                settings.get(ServerSetting.HTTP_HOST),
                settings.get(ServerSetting.HTTP_PORT),
                DatabaseSettings.from(settings, Inventory.NAME),
                settings.get(QuerySetting.REDIS_URI, Cache::address));
    }
}
