@NullMarked
package dev.tidemark.query.keyfigure;

import org.jspecify.annotations.NullMarked;
