/** The filter's API for applications, and the process-wide instance that its adapters share. */
@NullMarked
package dev.tidemark.ingest;

import org.jspecify.annotations.NullMarked;
