/**
 * A Kafka consumer that unpacks a bounded number of bytes, however small the compressed batches are. It is the only package that uses
 * internals of Kafka's client. The estimates of memory that bound everything else are here, too.
 */
@NullMarked
package dev.tidemark.consumer;

import org.jspecify.annotations.NullMarked;
