/** Reasons for refusing a valid request. Features throw these exceptions; the package {@code http} maps them to a status. */
@NullMarked
package dev.tidemark.query.refusal;

import org.jspecify.annotations.NullMarked;
