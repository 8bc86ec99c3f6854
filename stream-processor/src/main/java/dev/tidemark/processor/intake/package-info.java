/** Decides which requests count. Topology and sink use the same decision, so windows and raw rows contain the same requests. */
@NullMarked
package dev.tidemark.processor.intake;

import org.jspecify.annotations.NullMarked;
