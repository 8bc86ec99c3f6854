/** Measures the requests of Apache HttpClient 5. */
@NullMarked
package dev.tidemark.ingest.apache;

import org.jspecify.annotations.NullMarked;
