/** Any metric over any span, by its type and name. */
@NullMarked
package dev.tidemark.query.history;

import org.jspecify.annotations.NullMarked;
