/** Several questions at the same time, in a bounded time. */
@NullMarked
package dev.tidemark.query.gather;

import org.jspecify.annotations.NullMarked;
