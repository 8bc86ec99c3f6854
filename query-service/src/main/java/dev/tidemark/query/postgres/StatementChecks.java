package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges the cache and the statements of a span. */
final class StatementChecks {
    static final List<String> FIGURES = List.of(Threshold.SLOW_STATEMENTS.id());

    private StatementChecks() {}

    static List<Check> of(
            PostgresStatus status, StatementSpans.Answer statements, Function<List<Long>, Map<Long, String>> texts) {
        return List.of(cache(status), slow(statements, texts));
    }

    private static Check cache(PostgresStatus status) {
        Double ratio = status.cacheHitRatio();
        if (ratio == null) {
            return Check.unknown(Threshold.CACHE_HIT_RATIO, reason(status));
        }
        List<Finding> findings = Threshold.CACHE_HIT_RATIO.isReached(ratio)
                ? List.of(new Finding(
                        "shared_buffers",
                        ratio,
                        "blocks come from the operating system or the disk: look for statements that read much, then give PostgreSQL"
                                + " a quarter of the memory; it restarts for that",
                        "ALTER SYSTEM SET shared_buffers = '1GB'"))
                : List.of();
        return Check.of(
                Threshold.CACHE_HIT_RATIO, ratio, Rounding.two(ratio) + " % of the blocks were cached", findings);
    }

    private static Unknown reason(PostgresStatus status) {
        List<String> field = List.of(Threshold.CACHE_HIT_RATIO.id());
        return status.unknown().stream()
                .filter(unknown -> unknown.fields().contains("cache_hit_ratio"))
                .findFirst()
                .orElseGet(() -> new Unknown(
                        field,
                        status.detail() == null
                                ? "no blocks were read yet since this service started"
                                : status.detail(),
                        null));
    }

    private static Check slow(StatementSpans.Answer answer, Function<List<Long>, Map<Long, String>> texts) {
        StatementSpan span = answer.span();
        if (span == null) {
            return Check.unknown(
                    Threshold.SLOW_STATEMENTS,
                    answer.unknown().isEmpty()
                            ? new Unknown(FIGURES, "the counters cannot be read", null)
                            : answer.unknown().getFirst());
        }
        List<StatementRise> slow = span.rises().stream()
                .filter(StatementSpan::isSlow)
                .sorted(Comparator.comparingDouble(StatementRise::millis).reversed())
                .toList();
        List<StatementRise> shown = slow.stream().limit(Finding.MOST).toList();
        Map<Long, String> known =
                texts.apply(shown.stream().map(StatementRise::id).collect(Collectors.toList()));
        return Check.of(
                Threshold.SLOW_STATEMENTS,
                slow.size(),
                slow.size() + " of " + span.rises().size() + " statements",
                shown.stream().map(rise -> finding(rise, known.get(rise.id()))).toList());
    }

    private static Finding finding(StatementRise rise, @Nullable String text) {
        return new Finding(
                "statement " + rise.id(),
                null,
                "mean " + Rounding.two(rise.millis() / rise.calls()) + " ms of " + rise.calls() + " calls"
                        + (text == null ? "" : ": " + text),
                null);
    }
}
