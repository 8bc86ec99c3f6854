/** Shopping carts. */
@NullMarked
package dev.tidemark.demo.shop.cart;

import org.jspecify.annotations.NullMarked;
