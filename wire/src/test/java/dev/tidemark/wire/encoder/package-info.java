/** Runs the log encoders of others and reads what they write. */
@NullMarked
package dev.tidemark.wire.encoder;

import org.jspecify.annotations.NullMarked;
