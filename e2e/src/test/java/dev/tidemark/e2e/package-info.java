/** End-to-end tests with a complete system, from a request to a number on the page. */
@NullMarked
package dev.tidemark.e2e;

import org.jspecify.annotations.NullMarked;
