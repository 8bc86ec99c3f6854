/** Delivers events from bounded queues to Kafka on two daemon threads, one of them for log lines, and counts every event. */
@NullMarked
package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.NullMarked;
