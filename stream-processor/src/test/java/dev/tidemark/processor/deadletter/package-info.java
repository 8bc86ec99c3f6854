@NullMarked
package dev.tidemark.processor.deadletter;

import org.jspecify.annotations.NullMarked;
