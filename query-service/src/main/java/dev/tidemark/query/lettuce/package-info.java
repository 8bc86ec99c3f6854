/** The connection to the monitored Redis, which may be down. */
@NullMarked
package dev.tidemark.query.lettuce;

import org.jspecify.annotations.NullMarked;
