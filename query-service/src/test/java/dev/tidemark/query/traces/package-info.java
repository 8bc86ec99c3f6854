@NullMarked
package dev.tidemark.query.traces;

import org.jspecify.annotations.NullMarked;
