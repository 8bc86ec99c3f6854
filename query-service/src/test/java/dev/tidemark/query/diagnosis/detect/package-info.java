@NullMarked
package dev.tidemark.query.diagnosis.detect;

import org.jspecify.annotations.NullMarked;
