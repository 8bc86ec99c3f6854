/** Keeps PostgreSQL's disk from filling up: the oldest raw rows go before it does. */
@NullMarked
package dev.tidemark.processor.sink.disk;

import org.jspecify.annotations.NullMarked;
