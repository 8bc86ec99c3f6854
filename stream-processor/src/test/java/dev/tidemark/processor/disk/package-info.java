@NullMarked
package dev.tidemark.processor.disk;

import org.jspecify.annotations.NullMarked;
