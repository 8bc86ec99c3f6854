/** The machines that applications run on, read from the samples. */
@NullMarked
package dev.tidemark.query.host;

import org.jspecify.annotations.NullMarked;
