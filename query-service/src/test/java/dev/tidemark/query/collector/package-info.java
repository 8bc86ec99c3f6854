@NullMarked
package dev.tidemark.query.collector;

import org.jspecify.annotations.NullMarked;
