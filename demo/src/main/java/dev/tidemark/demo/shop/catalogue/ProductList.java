package dev.tidemark.demo.shop.catalogue;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** A list of products. */
@Serdeable
record ProductList(List<Product> products) {}
