/** The inventory: servlets for stock and reservations. */
@NullMarked
package dev.tidemark.demo.inventory;

import org.jspecify.annotations.NullMarked;
