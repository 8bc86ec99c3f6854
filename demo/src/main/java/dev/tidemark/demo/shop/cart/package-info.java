/** What a visitor is about to buy. */
@NullMarked
package dev.tidemark.demo.shop.cart;

import org.jspecify.annotations.NullMarked;
