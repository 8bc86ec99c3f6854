/** The catalogue of products. */
@NullMarked
package dev.tidemark.demo.shop.catalogue;

import org.jspecify.annotations.NullMarked;
