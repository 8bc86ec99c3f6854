@NullMarked
package dev.tidemark.processor.health;

import org.jspecify.annotations.NullMarked;
