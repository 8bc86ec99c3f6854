/** The connection to Kafka. */
@NullMarked
package dev.tidemark.query.kafka;

import org.jspecify.annotations.NullMarked;
