@NullMarked
package dev.tidemark.processor.streams;

import org.jspecify.annotations.NullMarked;
