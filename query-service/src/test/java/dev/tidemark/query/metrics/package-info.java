@NullMarked
package dev.tidemark.query.metrics;

import org.jspecify.annotations.NullMarked;
