package dev.tidemark.query.store;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.store.DatabaseFailures.Kind;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The metrics of both databases. */
@Singleton
final class DatabaseMetrics implements SampleSource {
    private static final String DATABASE = "database";

    private static final MetricDescriptor IN_USE = MetricDescriptor.gauge(
            "database_connections_in_use",
            "Connections that are answering a question. Alert if it stays at database_connections_max.",
            DATABASE);
    private static final MetricDescriptor MAX =
            MetricDescriptor.gauge("database_connections_max", "The maximum number of connections.", DATABASE);
    private static final MetricDescriptor WAITING = MetricDescriptor.gauge(
            "database_questions_waiting", "Questions that wait for a connection. Alert above 0 for 5 min.", DATABASE);
    private static final MetricDescriptor TIMEOUTS = MetricDescriptor.counter(
            "database_connection_timeouts_total",
            "Questions that got no connection in time. Alert if it rises: raise tidemark.postgres.connections, or find the"
                    + " slow questions.",
            DATABASE);
    private static final MetricDescriptor FAILURES = MetricDescriptor.counter(
            "database_failures_total",
            "Questions without an answer, by kind: unavailable (no connection, or no tables), busy (all connections in use),"
                    + " timeout (the query timeout), error (any other SQL state; the log has it). Alert if it rises.",
            DATABASE,
            "kind");

    private final Map<String, Database> databases;

    DatabaseMetrics(@Named(Databases.STORE) Database store, @Named(Databases.MONITORED) Database monitored) {
        this.databases = Map.of(Databases.STORE, store, Databases.MONITORED, monitored);
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        databases.forEach((name, database) -> {
            Database.Load load = database.load();
            load.inUse().ifPresent(connections -> samples.add(IN_USE.sample(connections, name)));
            samples.add(MAX.sample(load.max(), name));
            samples.add(WAITING.sample(load.waiting(), name));
            samples.add(TIMEOUTS.sample(load.timeouts(), name));
            for (Kind kind : Kind.values()) {
                samples.add(FAILURES.sample(
                        database.failures().of(kind), name, kind.name().toLowerCase(Locale.ROOT)));
            }
        });
        return samples;
    }
}
