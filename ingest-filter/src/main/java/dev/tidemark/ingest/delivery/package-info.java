/** From a bounded queue to Kafka, on one daemon thread; every event is counted. */
@NullMarked
package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.NullMarked;
