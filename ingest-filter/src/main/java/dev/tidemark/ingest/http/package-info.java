/** Measures outgoing HTTP requests, for the adapters of HTTP clients, and those of the JDK's client. */
@NullMarked
package dev.tidemark.ingest.http;

import org.jspecify.annotations.NullMarked;
