/** PostgreSQL that may be away at any time. */
@NullMarked
package dev.tidemark.demo.database;

import org.jspecify.annotations.NullMarked;
