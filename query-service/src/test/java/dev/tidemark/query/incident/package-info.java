@NullMarked
package dev.tidemark.query.incident;

import org.jspecify.annotations.NullMarked;
