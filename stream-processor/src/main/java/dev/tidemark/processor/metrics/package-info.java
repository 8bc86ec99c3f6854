/**
 * The processor's own metrics: each part describes what it counts; the samples are exposed to Prometheus and
 * published on the samples topic.
 */
@NullMarked
package dev.tidemark.processor.metrics;

import org.jspecify.annotations.NullMarked;
