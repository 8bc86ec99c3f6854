@NullMarked
package dev.tidemark.query.diagnosis.cause;

import org.jspecify.annotations.NullMarked;
