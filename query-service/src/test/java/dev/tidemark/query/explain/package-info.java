@NullMarked
package dev.tidemark.query.explain;

import org.jspecify.annotations.NullMarked;
