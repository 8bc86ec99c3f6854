package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Reports the state of the monitored Redis. Never fails: a Redis that is away has a status too. */
@Singleton
public final class RedisReports {
    private static final String KEY = "status";

    private final RedisLink link;
    private final AnswerCache<String, RedisStatus> cache = new AnswerCache<>(Duration.ofSeconds(1));

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

    /** The status of a Redis that could not be asked. */
    public static RedisStatus unknown(String reason) {
        return RedisStatus.away(reason);
    }
}
