@NullMarked
package dev.tidemark.query.card;

import org.jspecify.annotations.NullMarked;
