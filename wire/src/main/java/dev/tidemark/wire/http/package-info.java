/** What the HTTP servers of the product share. */
@NullMarked
package dev.tidemark.wire.http;

import org.jspecify.annotations.NullMarked;
