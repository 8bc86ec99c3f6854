package dev.tidemark.demo.inventory;

/**
 * How much there is of one thing.
 *
 * @param warehouse the code of where it lies
 */
record Stock(String sku, String warehouse, int available) {}
