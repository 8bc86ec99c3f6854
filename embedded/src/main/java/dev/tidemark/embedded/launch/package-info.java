/** The program behind {@code ./tidemark up}: starts the whole system as child processes, keeps it running and stops it. */
@NullMarked
package dev.tidemark.embedded.launch;

import org.jspecify.annotations.NullMarked;
