/** Kafka's producer, kept apart from the application's logging, and from its Kafka clients where possible. */
@NullMarked
package dev.tidemark.ingest.delivery.kafka;

import org.jspecify.annotations.NullMarked;
