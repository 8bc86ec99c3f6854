/** Single requests: the slowest, those that failed, and the newest. */
@NullMarked
package dev.tidemark.query.traces;

import org.jspecify.annotations.NullMarked;
