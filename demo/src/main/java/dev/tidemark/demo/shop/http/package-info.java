/** Error responses, and the endpoints for operators. */
@NullMarked
package dev.tidemark.demo.shop.http;

import org.jspecify.annotations.NullMarked;
