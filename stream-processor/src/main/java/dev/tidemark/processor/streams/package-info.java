/**
 * Runs the topology with Kafka Streams: its configuration, clients and state stores, and the replacement of threads
 * that die.
 */
@NullMarked
package dev.tidemark.processor.streams;

import org.jspecify.annotations.NullMarked;
