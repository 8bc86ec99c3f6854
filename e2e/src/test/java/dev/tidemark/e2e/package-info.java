/** What one person sees, from a request to a number on the page: everything runs, as {@code ./tidemark up} starts it. */
@NullMarked
package dev.tidemark.e2e;

import org.jspecify.annotations.NullMarked;
