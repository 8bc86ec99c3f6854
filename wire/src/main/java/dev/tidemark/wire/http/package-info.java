/** Host header checks of the HTTP servers. */
@NullMarked
package dev.tidemark.wire.http;

import org.jspecify.annotations.NullMarked;
