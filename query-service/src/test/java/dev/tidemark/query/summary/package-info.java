@NullMarked
package dev.tidemark.query.summary;

import org.jspecify.annotations.NullMarked;
