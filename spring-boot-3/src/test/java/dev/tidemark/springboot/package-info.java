/** Applications on Spring Boot, which have the filter as their only dependency on Tidemark. */
@NullMarked
package dev.tidemark.springboot;

import org.jspecify.annotations.NullMarked;
