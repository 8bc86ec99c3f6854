@NullMarked
package dev.tidemark.query.store;

import org.jspecify.annotations.NullMarked;
