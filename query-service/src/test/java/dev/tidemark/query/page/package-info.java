@NullMarked
package dev.tidemark.query.page;

import org.jspecify.annotations.NullMarked;
