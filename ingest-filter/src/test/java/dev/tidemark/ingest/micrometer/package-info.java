@NullMarked
package dev.tidemark.ingest.micrometer;

import org.jspecify.annotations.NullMarked;
