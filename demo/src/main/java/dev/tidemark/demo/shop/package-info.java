/**
 * The shop: sells products from a catalogue in PostgreSQL, with a cache in Redis, and calls the inventory. This package starts it.
 */
@NullMarked
package dev.tidemark.demo.shop;

import org.jspecify.annotations.NullMarked;
