package dev.tidemark.demo.shop.catalogue;

import dev.tidemark.demo.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SQL for products. */
final class ProductStatements {

    static final Sql BY_ID = new Sql("product by id", """
            SELECT id, sku, name, category, description, price_cents
            FROM demo_shop.product
            WHERE id = ? {pause}
            """);

    /** Without its index, the whole table is read for each of the products. */
    static final Sql VIEWS = new Sql("views of a product and of those after it", """
            SELECT (SELECT count(*) FROM demo_shop.product_view v WHERE v.product_id = p.id) AS views
            FROM demo_shop.product p
            WHERE p.id BETWEEN ? AND ? + 4 {pause}
            ORDER BY p.id
            """);

    static final Sql IDS = new Sql("ids of a page of products", """
            SELECT id
            FROM demo_shop.product
            WHERE id > ? AND (category = ? OR ? = '') {pause}
            ORDER BY id
            LIMIT 20
            """);

    static final Sql PAGE = new Sql("page of products", """
            SELECT id, sku, name, category, description, price_cents
            FROM demo_shop.product
            WHERE id > ? AND (category = ? OR ? = '') {pause}
            ORDER BY id
            LIMIT 20
            """);

    static final Sql SEARCH = new Sql("search of products", """
            SELECT id, sku, name, category, description, price_cents
            FROM demo_shop.product
            WHERE (name ILIKE ? OR description ILIKE ?) {pause}
            ORDER BY name, id
            LIMIT 20
            """);

    private ProductStatements() {}

    static Product read(ResultSet row) throws SQLException {
        return new Product(
                row.getInt("id"),
                row.getString("sku"),
                row.getString("name"),
                row.getString("category"),
                row.getString("description"),
                row.getInt("price_cents"));
    }
}
