package dev.tidemark.demo.shop.report;

import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.Sql;
import dev.tidemark.demo.shop.http.Refusal;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The report on sales, the shop's most expensive endpoint: it reads all sales. */
@Controller("/reports")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReportController {

    private static final int LONGEST = 60;

    private static final Sql SALES = new Sql("sales report", """
            WITH sale AS (
              SELECT product_id, quantity, price_cents
              FROM demo_shop.past_sale
              WHERE sold_on >= current_date - ?::int
              UNION ALL
              SELECT product_id, quantity, price_cents
              FROM demo_shop.order_line
            )
            SELECT p.category,
                   sum(s.quantity) AS sold,
                   sum(s.quantity::bigint * s.price_cents) AS cents,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY s.price_cents) AS median_cents,
                   mode() WITHIN GROUP (ORDER BY p.name) AS best_seller
            FROM sale s
            JOIN demo_shop.product p ON p.id = s.product_id {pause}
            GROUP BY p.category
            ORDER BY cents DESC
            """);

    private final Database database;

    ReportController(Database database) {
        this.database = database;
    }

    @Get("/sales")
    SalesReport sales(@QueryValue(defaultValue = "30") int days) {
        if (days < 1 || days > LONGEST) {
            throw Refusal.badRequest("days " + days + ": expected 1 to " + LONGEST);
        }
        return new SalesReport(
                days,
                database.rows(
                        SALES,
                        row -> new SalesReport.Row(
                                row.getString("category"),
                                row.getLong("sold"),
                                row.getLong("cents"),
                                row.getLong("median_cents"),
                                row.getString("best_seller")),
                        days));
    }
}
