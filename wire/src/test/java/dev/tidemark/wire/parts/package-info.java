@NullMarked
package dev.tidemark.wire.parts;

import org.jspecify.annotations.NullMarked;
