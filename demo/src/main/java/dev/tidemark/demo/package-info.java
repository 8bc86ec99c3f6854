/**
 * Two small sample applications, and a load generator for them. This package has the code that both applications share.
 */
@NullMarked
package dev.tidemark.demo;

import org.jspecify.annotations.NullMarked;
