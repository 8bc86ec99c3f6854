@NullMarked
package dev.tidemark.wire.codec;

import org.jspecify.annotations.NullMarked;
