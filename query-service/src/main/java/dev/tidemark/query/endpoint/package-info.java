/** Which endpoints and which span a question is about. */
@NullMarked
package dev.tidemark.query.endpoint;

import org.jspecify.annotations.NullMarked;
