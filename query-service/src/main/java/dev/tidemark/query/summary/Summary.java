package dev.tidemark.query.summary;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.host.SystemStatus;
import dev.tidemark.query.postgres.PostgresStatus;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.verdict.Verdict;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * The state of all monitored parts.
 *
 * @param from the start of the time span, rounded down to a whole window
 * @param to the end of the time span; if that is now, the end of the current window
 * @param now the time of this summary
 * @param tier the width of the windows at both ends of the time span: {@code 10s}, {@code 1m} or {@code 1h}
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
