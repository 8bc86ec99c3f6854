@NullMarked
package dev.tidemark.embedded.process;

import org.jspecify.annotations.NullMarked;
