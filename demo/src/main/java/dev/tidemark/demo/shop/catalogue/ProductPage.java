package dev.tidemark.demo.shop.catalogue;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A product as shown to visitors.
 *
 * @param grossCents with tax
 * @param stock the quantity in stock; null if unknown
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record ProductPage(
        Product product, long grossCents, @Nullable Integer stock) {}
