package dev.tidemark.demo.shop.order;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;

/**
 * An order.
 *
 * @param totalCents with tax
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record Order(long id, String cartId, long totalCents, Instant placedAt, List<Line> lines) {

    /**
     * A quantity of one product.
     *
     * @param priceCents the price of one, with tax
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Line(String sku, String name, int quantity, int priceCents) {}

    /** An order that was just placed. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Receipt(long id, long totalCents) {}
}
