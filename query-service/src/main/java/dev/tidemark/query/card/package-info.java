/** Cards: how a feature shows itself on the landing page. */
@NullMarked
package dev.tidemark.query.card;

import org.jspecify.annotations.NullMarked;
