@NullMarked
package dev.tidemark.query.diagnosis;

import org.jspecify.annotations.NullMarked;
