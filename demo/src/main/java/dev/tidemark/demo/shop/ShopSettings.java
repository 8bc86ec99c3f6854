package dev.tidemark.demo.shop;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.DatabaseSettings;
import dev.tidemark.settings.DemoSetting;
import dev.tidemark.settings.QuerySetting;
import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;
import java.net.URI;

/**
 * The settings of the shop.
 *
 * @param host the address to listen on; 127.0.0.1 by default
 * @param port the port; 8081 by default
 * @param database its PostgreSQL
 * @param redis its Redis; {@code redis://127.0.0.1:16379} by default
 * @param inventory its inventory; {@code http://127.0.0.1:8082} by default
 * @param release 1 by default; 2 makes more calls for a product
 */
public record ShopSettings(String host, int port, DatabaseSettings database, URI redis, URI inventory, int release) {

    static ShopSettings from(SettingsReader settings) {
        return new ShopSettings(
                settings.get(ServerSetting.HTTP_HOST),
                settings.get(ServerSetting.HTTP_PORT),
                DatabaseSettings.from(settings, Shop.NAME),
                settings.get(QuerySetting.REDIS_URI, Cache::address),
                settings.get(DemoSetting.INVENTORY_URL),
                settings.get(DemoSetting.SHOP_RELEASE));
    }
}
