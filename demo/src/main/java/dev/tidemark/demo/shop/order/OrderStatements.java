package dev.tidemark.demo.shop.order;

import dev.tidemark.demo.database.Sql;

/** SQL for orders. */
final class OrderStatements {

    /** Turns a cart into an order, all or nothing. */
    static final Sql PLACE = new Sql("place an order", """
            WITH placed AS (
              INSERT INTO demo_shop.orders (cart_id, total_cents)
              VALUES (?, ?)
              RETURNING id
            ), kept AS (
              INSERT INTO demo_shop.order_line (order_id, product_id, quantity, price_cents)
              SELECT placed.id, line.product_id, line.quantity, line.price_cents
              FROM placed, unnest(?::int[], ?::int[], ?::int[]) AS line (product_id, quantity, price_cents)
            ), emptied AS (
              DELETE FROM demo_shop.cart_item
              WHERE cart_id = ?
            )
            SELECT id
            FROM placed
            WHERE id > 0 {pause}
            """);

    static final Sql BY_ID = new Sql("order by id", """
            SELECT o.cart_id, o.total_cents, o.placed_at, p.sku, p.name, l.quantity, l.price_cents
            FROM demo_shop.orders o
            JOIN demo_shop.order_line l ON l.order_id = o.id
            JOIN demo_shop.product p ON p.id = l.product_id
            WHERE o.id = ? {pause}
            ORDER BY p.sku
            """);

    static final Sql FORGET = new Sql("forget old orders", """
            DELETE FROM demo_shop.orders
            WHERE placed_at < now() - interval '1 day' {pause}
            """);

    private OrderStatements() {}
}
