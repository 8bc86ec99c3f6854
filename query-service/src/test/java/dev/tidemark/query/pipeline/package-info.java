@NullMarked
package dev.tidemark.query.pipeline;

import org.jspecify.annotations.NullMarked;
