package dev.tidemark.demo.shop.catalogue;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A product as a visitor sees it.
 *
 * @param grossCents with tax
 * @param stock how many there are; null if the inventory does not say
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record ProductPage(
        Product product, long grossCents, @Nullable Integer stock) {}
