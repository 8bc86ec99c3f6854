@NullMarked
package dev.tidemark.query.counters;

import org.jspecify.annotations.NullMarked;
