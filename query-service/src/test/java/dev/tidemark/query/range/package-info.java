@NullMarked
package dev.tidemark.query.range;

import org.jspecify.annotations.NullMarked;
