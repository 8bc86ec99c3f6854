/** What every answer has in common: headers, and the one place where an exception becomes an answer. */
@NullMarked
package dev.tidemark.query.http;

import org.jspecify.annotations.NullMarked;
