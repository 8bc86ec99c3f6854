@NullMarked
package dev.tidemark.processor.topology;

import org.jspecify.annotations.NullMarked;
