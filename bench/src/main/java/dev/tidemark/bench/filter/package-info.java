/** The cost of the filter for the thread that serves a request. */
@NullMarked
package dev.tidemark.bench.filter;

import org.jspecify.annotations.NullMarked;
