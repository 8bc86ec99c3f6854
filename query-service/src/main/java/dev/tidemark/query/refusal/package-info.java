/** Why a valid question is not answered. Features throw these exceptions, and HTTP maps them to a status. */
@NullMarked
package dev.tidemark.query.refusal;

import org.jspecify.annotations.NullMarked;
