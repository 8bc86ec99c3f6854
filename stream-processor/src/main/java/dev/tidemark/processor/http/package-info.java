/** How the processor is watched: its metrics and its health over HTTP. Knows none of the parts that it tells of. */
@NullMarked
package dev.tidemark.processor.http;

import org.jspecify.annotations.NullMarked;
