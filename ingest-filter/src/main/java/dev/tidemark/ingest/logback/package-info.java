/** The appender that publishes the application's log lines to the logs topic. */
@NullMarked
package dev.tidemark.ingest.logback;

import org.jspecify.annotations.NullMarked;
