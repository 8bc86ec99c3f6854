/** Compares the topology to a bare consumer and to the same job in the Kafka Streams DSL. */
@NullMarked
package dev.tidemark.bench.engine;

import org.jspecify.annotations.NullMarked;
