/** Values in the forms that PostgreSQL's COPY takes. */
@NullMarked
package dev.tidemark.processor.sink.copy;

import org.jspecify.annotations.NullMarked;
