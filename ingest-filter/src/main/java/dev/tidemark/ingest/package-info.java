/** The filter: what an application sees, and the one process-wide instance that its adapters share. */
@NullMarked
package dev.tidemark.ingest;

import org.jspecify.annotations.NullMarked;
