/** Errors of requests by their type. */
@NullMarked
package dev.tidemark.query.errors;

import org.jspecify.annotations.NullMarked;
