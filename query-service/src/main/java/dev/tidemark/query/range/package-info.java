/** Time spans: how requests specify them, and which windows are read for them. */
@NullMarked
package dev.tidemark.query.range;

import org.jspecify.annotations.NullMarked;
