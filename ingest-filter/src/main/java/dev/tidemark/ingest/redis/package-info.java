/** Measures the commands that an application sends to Redis with lettuce. */
@NullMarked
package dev.tidemark.ingest.redis;

import org.jspecify.annotations.NullMarked;
