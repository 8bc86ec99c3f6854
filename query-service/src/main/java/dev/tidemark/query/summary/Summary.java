package dev.tidemark.query.summary;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.host.SystemStatus;
import dev.tidemark.query.postgres.PostgresStatus;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.verdict.Verdict;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * Everything at a glance.
 *
 * @param from the beginning of the span that was answered, widened to whole windows
 * @param to its end; the end of the window that is being filled, if the span is up to now
 * @param now when this was made
 * @param tier the width of the windows at the span's ends: {@code 10s}, {@code 1m} or {@code 1h}
 */
@Serdeable
public record Summary(
        ApiSummary api,
        RedisStatus redis,
        PostgresStatus postgres,
        SystemStatus system,
        Instant from,
        Instant to,
        String tier,
        Instant now,
        Freshness freshness,
        Verdict verdict) {}
