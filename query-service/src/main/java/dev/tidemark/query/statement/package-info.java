/** What features know of the statements of the monitored PostgreSQL. */
@NullMarked
package dev.tidemark.query.statement;

import org.jspecify.annotations.NullMarked;
