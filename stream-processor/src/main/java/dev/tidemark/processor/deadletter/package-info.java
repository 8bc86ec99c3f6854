/** Dead letters: how one is built, and the producer that sends them. */
@NullMarked
package dev.tidemark.processor.deadletter;

import org.jspecify.annotations.NullMarked;
