/** The client of the inventory. */
@NullMarked
package dev.tidemark.demo.shop.stock;

import org.jspecify.annotations.NullMarked;
