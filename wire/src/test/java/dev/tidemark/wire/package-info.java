/** What the contract as a whole promises: golden payloads, schemas, channels, and what may depend on what. */
@NullMarked
package dev.tidemark.wire;

import org.jspecify.annotations.NullMarked;
