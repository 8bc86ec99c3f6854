/** The filters of Micronaut's HTTP server and client, found on the class path by themselves. */
@NullMarked
package dev.tidemark.ingest.micronaut;

import org.jspecify.annotations.NullMarked;
