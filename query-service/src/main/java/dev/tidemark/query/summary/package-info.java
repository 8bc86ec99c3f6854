/** The summary of all monitored parts, with the verdict. */
@NullMarked
package dev.tidemark.query.summary;

import org.jspecify.annotations.NullMarked;
