/** The sink, and topology and sink together, against the least that has to be done to store the same. */
@NullMarked
package dev.tidemark.bench.storage;

import org.jspecify.annotations.NullMarked;
