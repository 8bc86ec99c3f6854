/** Why: one small class for each kind of cause, with its thresholds. */
@NullMarked
package dev.tidemark.query.diagnosis.cause;

import org.jspecify.annotations.NullMarked;
