/** The W3C trace context of the request in work. */
@NullMarked
package dev.tidemark.ingest.trace;

import org.jspecify.annotations.NullMarked;
