/** Liveness of this service, and the state of its dependencies. */
@NullMarked
package dev.tidemark.query.health;

import org.jspecify.annotations.NullMarked;
