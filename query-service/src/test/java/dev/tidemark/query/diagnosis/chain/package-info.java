@NullMarked
package dev.tidemark.query.diagnosis.chain;

import org.jspecify.annotations.NullMarked;
