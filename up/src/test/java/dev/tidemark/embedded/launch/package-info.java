@NullMarked
package dev.tidemark.embedded.launch;

import org.jspecify.annotations.NullMarked;
