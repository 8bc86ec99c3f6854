/** Bounded access to a PostgreSQL that may be away. */
@NullMarked
package dev.tidemark.query.store;

import org.jspecify.annotations.NullMarked;
