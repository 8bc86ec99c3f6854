/** The pipeline itself: how far each topic is stored, and which records were lost on the way. */
@NullMarked
package dev.tidemark.query.pipeline;

import org.jspecify.annotations.NullMarked;
