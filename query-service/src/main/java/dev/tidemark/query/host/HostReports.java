package dev.tidemark.query.host;

import dev.tidemark.query.cache.BriefCache;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Subject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells how the machines are, from the newest samples of each. */
@Singleton
public final class HostReports {
    /** A machine that told nothing for so long is forgotten. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final double FULL_PERCENT = 95;
    private static final String KEY = "readings";

    private final Database store;
    private final Clock clock;
    private final BriefCache<String, List<HostReadings>> cache = new BriefCache<>(Duration.ofSeconds(1));

    HostReports(@Named(Databases.STORE) Database store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The machines at a glance. */
    public SystemStatus status() {
        Instant now = clock.instant();
        return SystemStatus.of(
                readings().stream().map(host -> HostStatus.of(host, now)).toList());
    }

    /** What the machines told last, by name of the machine. */
    List<HostReadings> readings() {
        return cache.get(KEY, () -> grouped(read()));
    }

    private List<SampleSql.Sample> read() {
        Instant now = clock.instant();
        return store.read(connection -> SampleSql.newest(connection, now.minus(MEMORY), now.plus(HostStatus.FRESH)));
    }

    /** Several applications on a machine each tell of it; the newest reading counts. */
    private static List<HostReadings> grouped(List<SampleSql.Sample> samples) {
        Map<String, Map<String, SampleSql.Sample>> byHost = new TreeMap<>();
        for (SampleSql.Sample sample : samples) {
            byHost.computeIfAbsent(sample.host(), host -> new HashMap<>())
                    .merge(sample.name(), sample, (a, b) -> a.at().isBefore(b.at()) ? b : a);
        }
        List<HostReadings> hosts = new ArrayList<>();
        byHost.forEach((host, byName) -> {
            Map<String, Double> values = new TreeMap<>();
            Instant newest = Instant.EPOCH;
            for (SampleSql.Sample sample : byName.values()) {
                values.put(sample.name(), sample.value());
                newest = newest.isBefore(sample.at()) ? sample.at() : newest;
            }
            hosts.add(new HostReadings(host, newest, values));
        });
        return hosts;
    }

    /** What is wrong with the machines. */
    public static List<Symptom> symptoms(SystemStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        for (HostStatus host : status.hosts()) {
            if (!host.stale()) {
                full(symptoms, host, "disk", host.diskPercent());
                full(symptoms, host, "memory", host.memoryPercent());
                full(symptoms, host, "CPU", host.cpuPercent());
            }
        }
        return symptoms;
    }

    private static void full(List<Symptom> symptoms, HostStatus host, String what, double percent) {
        if (percent >= FULL_PERCENT) {
            symptoms.add(Symptom.note(
                    Subject.SYSTEM,
                    percent / 10,
                    String.format(Locale.ROOT, "%s %.1f %% of host %s in use", what, percent, host.host())));
        }
    }
}
