/**
 * A Kafka consumer that unpacks a bounded number of bytes, however small the compressed batches are. It is the only package that uses
 * internals of Kafka's client.
 */
@NullMarked
package dev.tidemark.consumer;

import org.jspecify.annotations.NullMarked;
