package dev.tidemark.demo.shop.report;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/** Sales of the last days by category. */
@Serdeable
record SalesReport(int days, List<Row> categories) {

    /**
     * One category.
     *
     * @param medianCents the median price
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Row(String category, long sold, long cents, long medianCents, String bestSeller) {}
}
