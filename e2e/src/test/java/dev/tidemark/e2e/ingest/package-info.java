/** The filter on a real broker: what it publishes, and what it does when the broker is away. */
@NullMarked
package dev.tidemark.e2e.ingest;

import org.jspecify.annotations.NullMarked;
