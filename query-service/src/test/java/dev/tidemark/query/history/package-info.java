@NullMarked
package dev.tidemark.query.history;

import org.jspecify.annotations.NullMarked;
