/** Serves metrics and health over HTTP. Independent of the parts that provide them. */
@NullMarked
package dev.tidemark.processor.http;

import org.jspecify.annotations.NullMarked;
