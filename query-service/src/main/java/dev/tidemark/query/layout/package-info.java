/** What all pages share: navigation, the header and its state. */
@NullMarked
package dev.tidemark.query.layout;

import org.jspecify.annotations.NullMarked;
