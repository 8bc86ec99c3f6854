package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.redis.RedisKeys.PrefixHistory;
import dev.tidemark.query.redis.RedisKeys.PrefixKeys;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleReadings;
import dev.tidemark.query.samples.SampleSeries;
import dev.tidemark.wire.event.MetricType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports the keys by prefix from the collector's passes: no question of a page makes Redis scan its keys. */
@Singleton
final class RedisKeyReports {
    /** More than the collector publishes in an hour. */
    private static final int MOST_READINGS = 2_000;
    /** The prefixes with a history. */
    private static final int DRAWN = 10;

    /** A pass over many keys takes long. */
    private static final Duration SHORTEST_AGE = Duration.ofHours(1);

    private final SampleHistories histories;
    private final SampleReadings readings;
    private final TimeRanges ranges;
    private final RedisReports reports;
    private final RedisRights rights;

    RedisKeyReports(
            SampleHistories histories,
            SampleReadings readings,
            TimeRanges ranges,
            RedisReports reports,
            RedisRights rights) {
        this.histories = histories;
        this.readings = readings;
        this.ranges = ranges;
        this.reports = reports;
        this.rights = rights;
    }

    RedisKeys of(RangeQuery query, @Nullable Comparison comparison) {
        RedisKeys keys = of(ranges.of(query));
        return comparison == null ? keys : keys.with(of(ranges.of(ranges.earlier(query, comparison))));
    }

    private RedisKeys of(TimeRange range) {
        SampleHistory history = histories.of(
                SampleQuery.of(MetricType.CACHE.wireName(), KeyPass.NAMES)
                        .ofService(RedisHistories.COLLECTOR)
                        .thinOut(),
                range);
        KeyPass pass = range.to().isBefore(range.now())
                ? KeyPass.last(history, reports.address())
                : newest(Duration.between(range.from(), range.now()));
        List<PrefixKeys> prefixes = pass == null ? List.of() : pass.prefixes();
        return new RedisKeys(
                range.from(),
                range.to(),
                history.span().step().toSeconds(),
                pass == null ? null : pass.at(),
                pass == null
                        ? null
                        : (Long) Math.max(
                                0, Duration.between(pass.at(), range.now()).toSeconds()),
                pass == null ? null : (Double) Rounding.two(pass.scannedPercent()),
                pass == null ? null : (Boolean) pass.isProjected(),
                prefixes,
                pass == null ? List.of() : pass.biggestKeys(),
                history(history, prefixes),
                unknown(pass),
                null);
    }

    private @Nullable KeyPass newest(Duration length) {
        Duration age = length.compareTo(SHORTEST_AGE) > 0 ? length : SHORTEST_AGE;
        return KeyPass.newest(readings.newest(MetricType.CACHE.wireName(), KeyPass.NAMES, age, MOST_READINGS).stream()
                .filter(reading -> reading.service().equals(RedisHistories.COLLECTOR)
                        && reports.address().equals(reading.instance()))
                .toList());
    }

    private List<PrefixHistory> history(SampleHistory history, List<PrefixKeys> prefixes) {
        List<String> largest =
                prefixes.stream().limit(DRAWN).map(PrefixKeys::prefix).toList();
        List<PrefixHistory> drawn = new ArrayList<>();
        for (SampleSeries series : history.series()) {
            String prefix = series.labels().get("prefix");
            if (prefix != null
                    && series.name().equals(KeyPass.KEYS)
                    && largest.contains(prefix)
                    && reports.address().equals(series.instance())) {
                drawn.add(new PrefixHistory(
                        prefix,
                        series.points().stream()
                                .map(point -> new PrefixHistory.Step(point.at(), Math.round(point.mean())))
                                .toList()));
            }
        }
        return drawn;
    }

    private List<Unknown> unknown(@Nullable KeyPass pass) {
        if (pass == null) {
            List<String> fields = List.of("prefixes", "biggest_keys");
            Unknown refused = rights.toScan(fields);
            return List.of(refused == null ? reports.whyNoSamples(fields) : refused);
        }
        if (pass.isMeasured()) {
            return List.of();
        }
        List<String> fields = List.of("memory_used_mb", "keys_with_ttl_percent", "biggest_keys");
        Unknown refused = rights.toMeasure(fields);
        return List.of(refused == null ? new Unknown(fields, "the last pass measured no key", null) : refused);
    }
}
