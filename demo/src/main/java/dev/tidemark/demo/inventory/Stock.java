package dev.tidemark.demo.inventory;

/**
 * The stock of one product.
 *
 * @param warehouse the code of its warehouse
 */
record Stock(String sku, String warehouse, int available) {}
