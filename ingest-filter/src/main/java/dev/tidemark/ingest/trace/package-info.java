/** The W3C trace context of the current request. */
@NullMarked
package dev.tidemark.ingest.trace;

import org.jspecify.annotations.NullMarked;
