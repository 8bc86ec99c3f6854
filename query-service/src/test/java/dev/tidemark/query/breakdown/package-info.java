@NullMarked
package dev.tidemark.query.breakdown;

import org.jspecify.annotations.NullMarked;
