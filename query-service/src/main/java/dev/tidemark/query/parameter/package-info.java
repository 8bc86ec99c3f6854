/** Validation of request parameters. */
@NullMarked
package dev.tidemark.query.parameter;

import org.jspecify.annotations.NullMarked;
