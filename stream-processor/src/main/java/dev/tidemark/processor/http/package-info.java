/** Serves metrics and health over HTTP. Knows none of the parts that they come from. */
@NullMarked
package dev.tidemark.processor.http;

import org.jspecify.annotations.NullMarked;
