/** Spans of time: how a reader asks for one, and which windows answer it. */
@NullMarked
package dev.tidemark.query.range;

import org.jspecify.annotations.NullMarked;
