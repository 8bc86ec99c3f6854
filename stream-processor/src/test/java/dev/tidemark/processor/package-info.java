@NullMarked
package dev.tidemark.processor;

import org.jspecify.annotations.NullMarked;
