@NullMarked
package dev.tidemark.ingest.http;

import org.jspecify.annotations.NullMarked;
