@NullMarked
package dev.tidemark.consumer;

import org.jspecify.annotations.NullMarked;
