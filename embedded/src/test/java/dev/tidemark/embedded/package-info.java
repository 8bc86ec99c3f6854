@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
