@NullMarked
package dev.tidemark.processor.filters;

import org.jspecify.annotations.NullMarked;
