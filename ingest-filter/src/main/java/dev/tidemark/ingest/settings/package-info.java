/** What can be set, where from, and what is expected of it. */
@NullMarked
package dev.tidemark.ingest.settings;

import org.jspecify.annotations.NullMarked;
