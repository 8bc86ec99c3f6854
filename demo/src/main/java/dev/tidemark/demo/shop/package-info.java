/**
 * The shop: sells from a catalogue in PostgreSQL, with Redis in front of it and the inventory behind it. Here: its
 * start and its parts.
 */
@NullMarked
package dev.tidemark.demo.shop;

import org.jspecify.annotations.NullMarked;
