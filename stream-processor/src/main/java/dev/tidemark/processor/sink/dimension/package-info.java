/** Ids of services, instances, endpoints, label sets and metrics, within their cardinality limits. */
@NullMarked
package dev.tidemark.processor.sink.dimension;

import org.jspecify.annotations.NullMarked;
