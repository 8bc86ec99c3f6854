package dev.tidemark.demo.shop.cart;

import dev.tidemark.demo.database.Sql;

/** SQL for carts. */
final class CartStatements {

    static final Sql ITEMS = new Sql("items of a cart", """
            SELECT product_id, quantity
            FROM demo_shop.cart_item
            WHERE cart_id = ? {pause}
            ORDER BY product_id
            """);

    static final Sql ADD = new Sql("add to a cart", """
            INSERT INTO demo_shop.cart_item AS item (cart_id, product_id, quantity)
            SELECT ?, product.id, ?
            FROM demo_shop.product
            WHERE product.id = ? {pause}
            ON CONFLICT (cart_id, product_id)
            DO UPDATE SET quantity = least(item.quantity + excluded.quantity, 99), changed_at = now()
            """);

    static final Sql FORGET = new Sql("forget old carts", """
            DELETE FROM demo_shop.cart_item
            WHERE changed_at < now() - interval '1 day' {pause}
            """);

    private CartStatements() {}
}
