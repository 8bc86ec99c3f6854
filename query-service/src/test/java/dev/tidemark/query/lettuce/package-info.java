@NullMarked
package dev.tidemark.query.lettuce;

import org.jspecify.annotations.NullMarked;
