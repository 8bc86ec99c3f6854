@NullMarked
package dev.tidemark.demo.traffic;

import org.jspecify.annotations.NullMarked;
