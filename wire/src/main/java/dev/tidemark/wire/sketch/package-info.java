@NullMarked
package dev.tidemark.wire.sketch;

import org.jspecify.annotations.NullMarked;
