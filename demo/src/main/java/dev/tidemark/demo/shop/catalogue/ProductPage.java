package dev.tidemark.demo.shop.catalogue;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A product as shown to visitors.
 *
 * @param grossCents with tax
 * @param views how often it was looked at
 * @param popular whether none of the four products after it was looked at more often
 * @param stock the quantity in stock; null if unknown
 * @param alternatives how many similar products are in stock; null before release 2
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record ProductPage(
        Product product,
        long grossCents,
        long views,
        boolean popular,
        @Nullable Integer stock,
        @Nullable Long alternatives) {}
