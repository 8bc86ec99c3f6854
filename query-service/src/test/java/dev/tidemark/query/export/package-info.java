@NullMarked
package dev.tidemark.query.export;

import org.jspecify.annotations.NullMarked;
