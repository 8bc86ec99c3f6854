/** The names of metrics that one process publishes on the samples topic and another reads. Each is declared here only. */
@NullMarked
package dev.tidemark.wire.metric;

import org.jspecify.annotations.NullMarked;
