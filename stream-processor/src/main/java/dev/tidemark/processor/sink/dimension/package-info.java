/** The ids of services, instances, endpoints, label sets and metrics, within the limits of their number. */
@NullMarked
package dev.tidemark.processor.sink.dimension;

import org.jspecify.annotations.NullMarked;
