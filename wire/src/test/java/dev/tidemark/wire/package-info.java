/** Tests of the contract as a whole: golden payloads, schemas, channels and dependencies. */
@NullMarked
package dev.tidemark.wire;

import org.jspecify.annotations.NullMarked;
