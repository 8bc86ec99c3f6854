/** Ids of services, instances, endpoints, label sets, metrics and calls, within their cardinality limits. */
@NullMarked
package dev.tidemark.processor.sink.dimension;

import org.jspecify.annotations.NullMarked;
