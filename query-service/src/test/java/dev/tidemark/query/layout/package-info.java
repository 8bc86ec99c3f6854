@NullMarked
package dev.tidemark.query.layout;

import org.jspecify.annotations.NullMarked;
