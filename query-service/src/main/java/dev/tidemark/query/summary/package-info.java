/** Everything at a glance, and the verdict on it. */
@NullMarked
package dev.tidemark.query.summary;

import org.jspecify.annotations.NullMarked;
