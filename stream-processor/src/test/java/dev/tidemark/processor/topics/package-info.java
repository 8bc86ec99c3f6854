@NullMarked
package dev.tidemark.processor.topics;

import org.jspecify.annotations.NullMarked;
