/** Log lines, stored and live. */
@NullMarked
package dev.tidemark.query.logs;

import org.jspecify.annotations.NullMarked;
