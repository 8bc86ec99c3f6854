/** Declares the public topics and checks the settings that the processor depends on. */
@NullMarked
package dev.tidemark.processor.topics;

import org.jspecify.annotations.NullMarked;
