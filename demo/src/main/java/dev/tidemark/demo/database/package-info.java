/** Access to PostgreSQL, which may be down at any time. */
@NullMarked
package dev.tidemark.demo.database;

import org.jspecify.annotations.NullMarked;
