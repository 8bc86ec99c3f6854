@NullMarked
package dev.tidemark.query.cache;

import org.jspecify.annotations.NullMarked;
