@NullMarked
package dev.tidemark.ingest.call;

import org.jspecify.annotations.NullMarked;
