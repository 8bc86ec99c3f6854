/** What is wrong with the process, or keeps it from starting. */
@NullMarked
package dev.tidemark.processor.health;

import org.jspecify.annotations.NullMarked;
