@NullMarked
package dev.tidemark.query.diagnosis.attribute;

import org.jspecify.annotations.NullMarked;
