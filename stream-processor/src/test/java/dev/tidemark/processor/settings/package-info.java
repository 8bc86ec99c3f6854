@NullMarked
package dev.tidemark.processor.settings;

import org.jspecify.annotations.NullMarked;
