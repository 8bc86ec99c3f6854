package dev.tidemark.demo.inventory;

import dev.tidemark.demo.database.Sql;

/** SQL for reservations. */
final class ReservationStatements {

    /**
     * Reserves all products or none; locks in the order of the SKUs, so that two statements cannot deadlock.
     */
    static final Sql RESERVE = new Sql("reserve products", """
            WITH wanted AS (
              SELECT sku, sum(quantity)::int AS quantity
              FROM unnest(?::text[], ?::int[]) AS line (sku, quantity)
              GROUP BY sku
            ), locked AS (
              SELECT stock.sku, wanted.quantity, stock.available >= wanted.quantity AS enough
              FROM demo_inventory.stock
              JOIN wanted ON wanted.sku = stock.sku
              ORDER BY stock.sku
              FOR UPDATE OF stock
            ), verdict AS (
              SELECT count(*) = (SELECT count(*) FROM wanted) AND bool_and(enough) AS fine
              FROM locked
            ), taken AS (
              UPDATE demo_inventory.stock
              SET available = stock.available - locked.quantity
              FROM locked, verdict
              WHERE stock.sku = locked.sku AND verdict.fine
            ), made AS (
              INSERT INTO demo_inventory.reservation (skus, quantities)
              SELECT array_agg(locked.sku), array_agg(locked.quantity)
              FROM locked, verdict
              WHERE verdict.fine
              HAVING count(*) > 0
              RETURNING id
            )
            SELECT id
            FROM made
            WHERE id > 0 {pause}
            """);

    static final Sql BY_ID = new Sql("reservation by id", """
            SELECT id, skus, made_at
            FROM demo_inventory.reservation
            WHERE id = ? {pause}
            """);

    static final Sql RELEASE = new Sql("release a reservation", """
            WITH gone AS (
              DELETE FROM demo_inventory.reservation
              WHERE id = ?
              RETURNING skus, quantities
            )
            UPDATE demo_inventory.stock
            SET available = stock.available + line.quantity
            FROM gone, unnest(gone.skus, gone.quantities) AS line (sku, quantity)
            WHERE stock.sku = line.sku {pause}
            """);

    static final Sql FORGET = new Sql("forget old reservations", """
            DELETE FROM demo_inventory.reservation
            WHERE made_at < now() - interval '1 day' {pause}
            """);

    private ReservationStatements() {}
}
