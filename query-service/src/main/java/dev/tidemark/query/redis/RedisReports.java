package dev.tidemark.query.redis;

import dev.tidemark.query.cache.BriefCache;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Subject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells how the monitored Redis is. Never fails: a Redis that is away has a status too. */
@Singleton
public final class RedisReports {
    private static final double FULL_PERCENT = 90;
    private static final String KEY = "status";

    private final RedisLink link;
    private final BriefCache<String, RedisStatus> cache = new BriefCache<>(Duration.ofSeconds(1));

    RedisReports(RedisLink link) {
        this.link = link;
    }

    /** Where it is, without credentials. */
    public String address() {
        return link.address();
    }

    /** At most a second old. */
    public RedisStatus status() {
        return cache.get(KEY, this::ask);
    }

    private RedisStatus ask() {
        try {
            return RedisStatus.of(link.info());
        } catch (RedisAwayException e) {
            return RedisStatus.away(String.valueOf(e.getMessage()));
        }
    }

    /** What is known of it when it could not be asked, for the reason given. */
    public static RedisStatus unknown(String reason) {
        return RedisStatus.away(reason);
    }

    /** What is wrong with it. */
    public static List<Symptom> symptoms(RedisStatus status) {
        List<Symptom> symptoms = new ArrayList<>();
        if (status.detail() != null) {
            symptoms.add(Symptom.degraded(Subject.REDIS, 50, status.detail()));
        }
        if (status.memoryLimit().equals("maxmemory") && status.memoryPercent() >= FULL_PERCENT) {
            symptoms.add(Symptom.note(
                    Subject.REDIS,
                    20,
                    "Redis uses " + status.memoryPercent() + " % of its " + status.memoryMaxMb() + " MB, "
                            + status.evictedKeys() + " keys evicted"));
        }
        return symptoms;
    }
}
