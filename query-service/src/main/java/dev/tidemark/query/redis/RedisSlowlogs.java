package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.redis.RedisSlowlog.Entry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Redis's slow log: the commands, never their values. */
@Singleton
final class RedisSlowlogs {
    /** What Redis keeps by default. An entry has at most 32 arguments of 128 bytes, so that is 0.5 MiB at most. */
    static final int MOST = 128;

    private static final String THRESHOLD = "slowlog-log-slower-than";
    /** The fields of an entry: number, time, duration, words, address, name. */
    private static final int NAME_FIELD = 5;

    private static final int MAX_NAME = 64;

    private static final String NO_CONFIG =
            "this is all that is missing; CONFIG GET also shows passwords such as masterauth, so there is no need to allow it";

    private final RedisLink link;
    private final TimeRanges ranges;
    private final AnswerCache<String, Log> cache;

    private record Log(@Nullable Long threshold, @Nullable List<Entry> entries, List<Unknown> unknown) {}

    RedisSlowlogs(RedisLink link, TimeRanges ranges, AnswerCaches caches) {
        this.link = link;
        this.ranges = ranges;
        this.cache = caches.create("redis_slowlog", Duration.ofSeconds(2));
    }

    RedisSlowlog of(RangeQuery query, @Nullable Comparison comparison) {
        RedisSlowlog log = of(ranges.of(query));
        return comparison == null ? log : log.with(of(ranges.of(ranges.earlier(query, comparison))));
    }

    private RedisSlowlog of(TimeRange range) {
        Log log = cache.get("slowlog", this::read);
        List<Entry> entries = log.entries();
        return new RedisSlowlog(
                range.from(),
                range.to(),
                log.threshold(),
                entries == null ? null : (Integer) entries.size(),
                entries == null
                        ? null
                        : entries.stream()
                                .map(Entry::ts)
                                .min(Comparator.naturalOrder())
                                .orElse(null),
                entries == null
                        ? null
                        : entries.stream()
                                .filter(entry -> !entry.ts().isBefore(range.from())
                                        && entry.ts().isBefore(range.to()))
                                .toList(),
                log.unknown(),
                null);
    }

    private Log read() {
        List<Unknown> unknown = new ArrayList<>();
        List<Entry> entries = null;
        Long threshold = null;
        try {
            entries = link.ask("slowlog|get", commands -> commands.slowlogGet(MOST)).stream()
                    .map(RedisSlowlogs::entry)
                    .toList();
        } catch (RedisRefusedException e) {
            unknown.add(new Unknown(List.of("entries", "length"), String.valueOf(e.getMessage()), e.remedy()));
        } catch (RedisAwayException e) {
            return new Log(
                    null,
                    null,
                    List.of(new Unknown(
                            List.of("entries", "length", "threshold_us"), String.valueOf(e.getMessage()), null)));
        }
        try {
            Map<String, String> found = link.ask("config|get", commands -> commands.configGet(THRESHOLD));
            String value = found.get(THRESHOLD);
            threshold = value == null ? null : Long.valueOf(value);
        } catch (RedisRefusedException e) {
            unknown.add(new Unknown(List.of("threshold_us"), String.valueOf(e.getMessage()), NO_CONFIG));
        } catch (RedisAwayException e) {
            unknown.add(new Unknown(List.of("threshold_us"), String.valueOf(e.getMessage()), null));
        }
        return new Log(threshold, entries, unknown);
    }

    private static Entry entry(Object raw) {
        List<?> fields = (List<?>) raw;
        List<String> words =
                ((List<?>) fields.get(3)).stream().map(String::valueOf).toList();
        String name = fields.size() > NAME_FIELD ? String.valueOf(fields.get(NAME_FIELD)) : "";
        return new Entry(
                ((Number) fields.get(0)).longValue(),
                Instant.ofEpochSecond(((Number) fields.get(1)).longValue()),
                Rounding.millis(((Number) fields.get(2)).doubleValue()),
                SlowCommand.of(words),
                words.size() - 1,
                name.isEmpty() ? null : name.substring(0, Math.min(MAX_NAME, name.length())));
    }
}
