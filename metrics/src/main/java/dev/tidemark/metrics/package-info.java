/**
 * How our processes describe and expose their own metrics: each part describes what it counts, and the exporter writes the samples of
 * all parts for Prometheus.
 */
@NullMarked
package dev.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
