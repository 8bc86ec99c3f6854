/** Measures the requests of OkHttp 4 and 5. */
@NullMarked
package dev.tidemark.ingest.okhttp;

import org.jspecify.annotations.NullMarked;
