package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.host.HostSampleQueries.Sample;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports the state of the machines, from the newest samples of each. */
@Singleton
public final class HostReports {
    /** A machine that has not reported for this long is left out. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final String KEY = "readings";

    private final Database store;
    private final HostSampleQueries queries;
    private final Clock clock;
    private final AnswerCache<String, List<HostReadings>> cache = new AnswerCache<>(Duration.ofSeconds(1));

    HostReports(@Named(Databases.STORE) Database store, HostSampleQueries queries, Clock clock) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
    }

    /** The machines at a glance. */
    public SystemStatus status() {
        Instant now = clock.instant();
        return SystemStatus.of(
                readings().stream().map(host -> HostStatus.of(host, now)).toList());
    }

    /** The newest readings of each machine, by its name. */
    List<HostReadings> readings() {
        return cache.get(KEY, () -> grouped(read()));
    }

    private List<Sample> read() {
        Instant now = clock.instant();
        return store.read(() -> queries.newest(now.minus(MEMORY), now.plus(HostStatus.FRESH)));
    }

    /** Several applications on one machine report it; the newest reading counts. */
    private static List<HostReadings> grouped(List<Sample> samples) {
        Map<String, Map<String, Sample>> byHost = new TreeMap<>();
        for (Sample sample : samples) {
            byHost.computeIfAbsent(sample.host(), host -> new HashMap<>())
                    .merge(sample.name(), sample, (a, b) -> a.at().isBefore(b.at()) ? b : a);
        }
        List<HostReadings> hosts = new ArrayList<>();
        byHost.forEach((host, byName) -> {
            Map<String, Double> values = new TreeMap<>();
            Instant newest = Instant.EPOCH;
            for (Sample sample : byName.values()) {
                values.put(sample.name(), sample.value());
                newest = newest.isBefore(sample.at()) ? sample.at() : newest;
            }
            hosts.add(new HostReadings(host, newest, values));
        });
        return hosts;
    }
}
