/** Gauges of the host and the JVM. */
@NullMarked
package dev.tidemark.ingest.samples;

import org.jspecify.annotations.NullMarked;
