/** The topology against a bare consumer and against the same job in the DSL of Kafka Streams. */
@NullMarked
package dev.tidemark.bench.engine;

import org.jspecify.annotations.NullMarked;
