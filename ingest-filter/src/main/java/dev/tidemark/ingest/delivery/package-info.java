/** Delivers events from bounded queues to Kafka on one daemon thread, and counts every event. */
@NullMarked
package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.NullMarked;
