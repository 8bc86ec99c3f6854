/** The layout that all pages share: navigation, header and status. */
@NullMarked
package dev.tidemark.query.layout;

import org.jspecify.annotations.NullMarked;
