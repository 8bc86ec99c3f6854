package dev.tidemark.demo.shop.catalogue;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A product.
 *
 * @param priceCents before tax
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record Product(int id, String sku, String name, String category, String description, int priceCents) {}
