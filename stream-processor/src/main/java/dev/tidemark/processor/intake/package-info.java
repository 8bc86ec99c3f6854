/** Which requests count. Topology and sink ask here, so that windows and raw rows hold the same ones. */
@NullMarked
package dev.tidemark.processor.intake;

import org.jspecify.annotations.NullMarked;
