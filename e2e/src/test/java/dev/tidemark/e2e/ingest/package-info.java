/** Tests of the filter with a real broker: published records, and behaviour during an outage. */
@NullMarked
package dev.tidemark.e2e.ingest;

import org.jspecify.annotations.NullMarked;
