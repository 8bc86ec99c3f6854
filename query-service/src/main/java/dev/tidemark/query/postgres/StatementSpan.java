package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.StatementCounters.StatementRise;
import java.time.Instant;
import java.util.List;

/**
 * What the statements did in a span.
 *
 * @param from the start of what was counted
 * @param to its end
 * @param rises by statement; none is twice
 * @param otherMillis the time of further statements
 */
record StatementSpan(
        Instant from, Instant to, SlowStatements.Source source, List<StatementRise> rises, double otherMillis) {
    static final double SLOW_MILLIS = 100;

    double millis() {
        return otherMillis + rises.stream().mapToDouble(StatementRise::millis).sum();
    }

    static boolean isSlow(StatementRise rise) {
        return rise.millis() / rise.calls() > SLOW_MILLIS;
    }
}
