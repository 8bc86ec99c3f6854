/** Cards, which show features on the landing page. */
@NullMarked
package dev.tidemark.query.card;

import org.jspecify.annotations.NullMarked;
