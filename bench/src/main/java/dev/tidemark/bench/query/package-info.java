/** What readers of the query service wait for: its answers over a filled database. */
@NullMarked
package dev.tidemark.bench.query;

import org.jspecify.annotations.NullMarked;
