@NullMarked
package dev.tidemark.ingest.redis;

import org.jspecify.annotations.NullMarked;
