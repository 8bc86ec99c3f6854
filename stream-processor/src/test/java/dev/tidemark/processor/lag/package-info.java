@NullMarked
package dev.tidemark.processor.lag;

import org.jspecify.annotations.NullMarked;
