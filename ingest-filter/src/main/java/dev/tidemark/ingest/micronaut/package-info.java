/** Filters for Micronaut's HTTP server and client, registered automatically when on the class path. */
@NullMarked
package dev.tidemark.ingest.micronaut;

import org.jspecify.annotations.NullMarked;
