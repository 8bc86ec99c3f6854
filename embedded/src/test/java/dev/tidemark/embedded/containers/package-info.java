@NullMarked
package dev.tidemark.embedded.containers;

import org.jspecify.annotations.NullMarked;
