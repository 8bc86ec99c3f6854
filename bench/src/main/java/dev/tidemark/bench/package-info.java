/** What is fast, said as a ratio to a peer or a limit in the same run. */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
