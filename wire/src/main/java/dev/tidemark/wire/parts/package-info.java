/** Where the time of many requests went. */
@NullMarked
package dev.tidemark.wire.parts;

import org.jspecify.annotations.NullMarked;
