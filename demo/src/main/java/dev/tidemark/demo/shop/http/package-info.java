/** How failures become answers, and the addresses for operators. */
@NullMarked
package dev.tidemark.demo.shop.http;

import org.jspecify.annotations.NullMarked;
