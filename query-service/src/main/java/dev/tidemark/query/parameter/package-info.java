/** What readers hand over with a request. */
@NullMarked
package dev.tidemark.query.parameter;

import org.jspecify.annotations.NullMarked;
