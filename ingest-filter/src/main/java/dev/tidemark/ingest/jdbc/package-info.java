/** Measures the statements of an application, and its waits for connections, through wrapped data sources. */
@NullMarked
package dev.tidemark.ingest.jdbc;

import org.jspecify.annotations.NullMarked;
