@NullMarked
package dev.tidemark.processor.http;

import org.jspecify.annotations.NullMarked;
