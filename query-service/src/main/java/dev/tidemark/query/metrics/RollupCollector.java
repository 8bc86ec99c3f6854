package dev.tidemark.query.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;

/**
 * Metrics of the monitored applications and servers, for a Prometheus that has none of its own: {@code /prometheus/rollups}. Being a bean is
 * enough. The number of series is bounded. A failure, such as a database that does not answer, fails the scrape: that is what a
 * Prometheus shows as {@code up} 0.
 */
public interface RollupCollector extends MultiCollector {}
