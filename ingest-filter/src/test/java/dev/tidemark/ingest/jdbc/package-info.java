@NullMarked
package dev.tidemark.ingest.jdbc;

import org.jspecify.annotations.NullMarked;
