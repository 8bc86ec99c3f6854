@NullMarked
package dev.tidemark.query.host;

import org.jspecify.annotations.NullMarked;
