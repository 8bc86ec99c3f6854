/** An application on Quarkus, which has the filter as its only dependency on Tidemark. */
@NullMarked
package dev.tidemark.quarkus;

import org.jspecify.annotations.NullMarked;
