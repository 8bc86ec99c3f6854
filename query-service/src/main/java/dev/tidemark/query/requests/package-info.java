/** Latencies, rates and errors of HTTP requests, read from the rollups. */
@NullMarked
package dev.tidemark.query.requests;

import org.jspecify.annotations.NullMarked;
