/** Why requests are slow, fail or are gone: detects, attributes, explains and says. */
@NullMarked
package dev.tidemark.query.diagnosis;

import org.jspecify.annotations.NullMarked;
