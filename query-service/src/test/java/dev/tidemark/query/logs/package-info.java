@NullMarked
package dev.tidemark.query.logs;

import org.jspecify.annotations.NullMarked;
