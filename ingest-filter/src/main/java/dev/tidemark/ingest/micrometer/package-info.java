/** The trace for Micrometer's context propagation, which Reactor and Spring use if the application has it. */
@NullMarked
package dev.tidemark.ingest.micrometer;

import org.jspecify.annotations.NullMarked;
