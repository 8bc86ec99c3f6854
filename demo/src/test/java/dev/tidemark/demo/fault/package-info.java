@NullMarked
package dev.tidemark.demo.fault;

import org.jspecify.annotations.NullMarked;
