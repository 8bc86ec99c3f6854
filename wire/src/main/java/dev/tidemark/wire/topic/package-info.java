@NullMarked
package dev.tidemark.wire.topic;

import org.jspecify.annotations.NullMarked;
