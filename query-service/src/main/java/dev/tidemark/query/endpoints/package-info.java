/** The page of endpoints. Its figures come from the API. */
@NullMarked
package dev.tidemark.query.endpoints;

import org.jspecify.annotations.NullMarked;
