/** The monitored Redis. */
@NullMarked
package dev.tidemark.query.redis;

import org.jspecify.annotations.NullMarked;
