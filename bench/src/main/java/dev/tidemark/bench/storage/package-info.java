/** Compares the sink, and topology and sink together, to the minimal work that stores the same rows. */
@NullMarked
package dev.tidemark.bench.storage;

import org.jspecify.annotations.NullMarked;
