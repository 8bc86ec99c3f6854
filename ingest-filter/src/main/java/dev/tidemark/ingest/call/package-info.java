/** Measures the calls that an application makes: statements of databases, waits for connections, Redis, HTTP. */
@NullMarked
package dev.tidemark.ingest.call;

import org.jspecify.annotations.NullMarked;
