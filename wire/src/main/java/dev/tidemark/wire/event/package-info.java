@NullMarked
package dev.tidemark.wire.event;

import org.jspecify.annotations.NullMarked;
