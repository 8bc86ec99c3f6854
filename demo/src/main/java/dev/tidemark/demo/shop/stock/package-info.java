/** How much the inventory has. */
@NullMarked
package dev.tidemark.demo.shop.stock;

import org.jspecify.annotations.NullMarked;
