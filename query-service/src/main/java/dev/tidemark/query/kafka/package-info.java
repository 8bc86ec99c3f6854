/** How Kafka is reached. */
@NullMarked
package dev.tidemark.query.kafka;

import org.jspecify.annotations.NullMarked;
