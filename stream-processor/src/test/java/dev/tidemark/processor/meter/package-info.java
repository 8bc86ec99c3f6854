@NullMarked
package dev.tidemark.processor.meter;

import org.jspecify.annotations.NullMarked;
