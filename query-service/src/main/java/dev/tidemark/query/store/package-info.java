/** Bounded access to a PostgreSQL that may be down. */
@NullMarked
package dev.tidemark.query.store;

import org.jspecify.annotations.NullMarked;
