@NullMarked
package dev.tidemark.query.postgres;

import org.jspecify.annotations.NullMarked;
