package dev.tidemark.query.range;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long rows are kept. The stream processor applies the retention and writes it to the table {@code partitioning}; this is the only
 * place from which it is read. Unknown until it could be read once. Thread-safe.
 */
@Singleton
public final class Retention implements SampleSource {
    private static final MetricDescriptor SECONDS = MetricDescriptor.gauge(
            "retention_seconds",
            "How long the rows of a table are kept, as the stream processor wrote it. Absent while unknown.",
            "table");

    private final Database store;
    private final RetentionQueries queries;
    private volatile @Nullable Map<String, Duration> known;

    Retention(@Named(Databases.STORE) Database store, RetentionQueries queries) {
        this.store = store;
        this.queries = queries;
    }

    /**
     * Reads it again. What was read before remains known if this fails.
     *
     * @throws DatabaseException if the store cannot be read
     */
    public void refresh() {
        known = store.read(queries::all).stream()
                .collect(Collectors.toMap(
                        RetentionQueries.Kept::parent,
                        kept -> Duration.ofSeconds(kept.seconds()),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** The retention by table; empty if unknown. */
    public Optional<Map<String, Duration>> byTable() {
        return Optional.ofNullable(known);
    }

    /** How long log lines are kept; empty as long as nobody has {@linkplain #refresh() read} it. Does not block. */
    public Optional<Duration> ofLogs() {
        return byTable().map(tables -> tables.get("log"));
    }

    /** How long windows are kept; empty if unknown. */
    Optional<Duration> of(Tier tier) {
        return shortest(tier, "rollup_");
    }

    /** How long both windows of requests and those of calls are kept; empty if unknown. */
    Optional<Duration> withCalls(Tier tier) {
        return shortest(tier, "rollup_", "call_");
    }

    private Optional<Duration> shortest(Tier tier, String... prefixes) {
        if (known == null) {
            try {
                refresh();
            } catch (DatabaseException e) {
                return Optional.empty();
            }
        }
        return byTable()
                .flatMap(tables -> Stream.of(prefixes)
                        .flatMap(prefix -> Stream.ofNullable(tables.get(prefix + tier.label())))
                        .min(Comparator.naturalOrder()));
    }

    @Override
    public List<Sample> samples() {
        return byTable().orElse(Map.of()).entrySet().stream()
                .map(table -> SECONDS.sample(table.getValue().toSeconds(), table.getKey()))
                .toList();
    }
}
