/** Follows calls from an endpoint to the endpoints that answer them. Pure: what it needs is asked of the caller. */
@NullMarked
package dev.tidemark.query.diagnosis.chain;

import org.jspecify.annotations.NullMarked;
