package dev.tidemark.demo.inventory;

import dev.tidemark.demo.database.Sql;

/** SQL for the stock. */
final class StockStatements {

    static final Sql BY_SKU = new Sql("stock of a product", """
            SELECT sku, warehouse, available
            FROM demo_inventory.stock
            WHERE sku = ? {pause}
            """);

    static final Sql WAREHOUSES = new Sql("warehouses of products", """
            SELECT DISTINCT warehouse
            FROM demo_inventory.stock
            WHERE sku = ANY (?) {pause}
            """);

    static final Sql REPLENISH = new Sql("replenish stock", """
            UPDATE demo_inventory.stock
            SET available = 200
            WHERE available < 25 {pause}
            """);

    private StockStatements() {}
}
