package dev.tidemark.demo.shop;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.cache.LargeValues;
import dev.tidemark.demo.cache.SlowCommands;
import dev.tidemark.demo.database.BorrowedConnections;
import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.LockedRows;
import dev.tidemark.demo.database.LostIndex;
import dev.tidemark.demo.fault.BusyThreads;
import dev.tidemark.demo.fault.DiskWrites;
import dev.tidemark.demo.fault.Faults;
import dev.tidemark.demo.fault.FullHeap;
import jakarta.inject.Singleton;

/** What the shop does while a fault is on. */
@Singleton
final class ShopDisturbances {

    // Enough of them that every second cart has one; a key share lock of the new row waits for it.
    private static final String LOCK_PRODUCTS = "SELECT id FROM demo_shop.product WHERE id % 2 = 0 FOR UPDATE";
    private static final String DROP_INDEX = "DROP INDEX IF EXISTS demo_shop.product_view_product";
    private static final String CREATE_INDEX =
            "CREATE INDEX IF NOT EXISTS product_view_product ON demo_shop.product_view (product_id)";

    ShopDisturbances(Faults faults, Database database, Cache cache, ShopSettings settings) {
        faults.add(new LockedRows(database, "price-import", LOCK_PRODUCTS));
        faults.add(new LostIndex(database, DROP_INDEX, CREATE_INDEX));
        faults.add(new BorrowedConnections(database, settings.database().connections()));
        faults.add(new LargeValues(cache));
        faults.add(new SlowCommands(cache));
        faults.add(new FullHeap());
        faults.add(new BusyThreads());
        faults.add(new DiskWrites());
    }
}
