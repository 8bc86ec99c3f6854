/** The filter beside OpenTelemetry's real agent and SDK. */
@NullMarked
package dev.tidemark.ingest.opentelemetry;

import org.jspecify.annotations.NullMarked;
