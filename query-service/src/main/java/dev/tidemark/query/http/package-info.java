/** Common to all HTTP responses: headers, static files, and the mapping of exceptions to error responses. */
@NullMarked
package dev.tidemark.query.http;

import org.jspecify.annotations.NullMarked;
