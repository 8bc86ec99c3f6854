/** Where the time of requests went: their parts, and the calls that they made. */
@NullMarked
package dev.tidemark.query.breakdown;

import org.jspecify.annotations.NullMarked;
