/** The hosts of the applications, and their JVMs, from the stored samples. */
@NullMarked
package dev.tidemark.query.host;

import org.jspecify.annotations.NullMarked;
