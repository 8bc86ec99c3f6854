/** The filter's settings: their sources and validation. */
@NullMarked
package dev.tidemark.ingest.settings;

import org.jspecify.annotations.NullMarked;
