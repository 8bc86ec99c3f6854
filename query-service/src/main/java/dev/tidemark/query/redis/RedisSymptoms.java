package dev.tidemark.query.redis;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Finds problems of the monitored Redis. */
@Singleton
final class RedisSymptoms implements SymptomSource {
    static final String SUBJECT = "redis";
    /** The percentage of maxmemory in use at which Redis is about to evict keys or to reject writes. */
    static final double FULL_PERCENT = 90;

    private final RedisReports reports;

    RedisSymptoms(RedisReports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public List<Symptom> symptoms() {
        return of(reports.status());
    }

    static List<Symptom> of(RedisStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        String detail = status.detail();
        if (detail != null) {
            symptoms.add(Symptom.degraded(SUBJECT, 50, detail));
        }
        if (isFull(status)) {
            symptoms.add(Symptom.note(
                    SUBJECT,
                    20,
                    "Redis uses " + status.memoryPercent() + " % of its " + status.memoryMaxMb() + " MB"
                            + (status.evictedKeys() == null
                                    ? ""
                                    : Wording.counted(
                                            ", " + status.evictedKeys() + " keys evicted",
                                            status.countedFrom(),
                                            status.countedTo()))));
        }
        RedisDetails details = status.details();
        if (details != null && Boolean.FALSE.equals(details.primaryLinkUp())) {
            symptoms.add(Symptom.note(SUBJECT, 25, "Redis is a replica whose link to its primary is down"));
        }
        if (details != null && Boolean.FALSE.equals(details.lastSaveOk())) {
            symptoms.add(Symptom.note(SUBJECT, 25, "the last save of Redis failed"));
        }
        if (status.status() == RedisStatus.Status.UNKNOWN) {
            status.unknown().forEach(unknown -> symptoms.add(Symptom.note(SUBJECT, 10, unknown.text())));
        }
        return symptoms;
    }

    /** Only maxmemory is judged: the memory of the host is shared with other processes. */
    private static boolean isFull(RedisStatus status) {
        Double percent = status.memoryPercent();
        return status.memoryLimit() == RedisStatus.MemoryLimit.MAXMEMORY && percent != null && percent >= FULL_PERCENT;
    }
}
