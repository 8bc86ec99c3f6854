/** Orders. */
@NullMarked
package dev.tidemark.demo.shop.order;

import org.jspecify.annotations.NullMarked;
