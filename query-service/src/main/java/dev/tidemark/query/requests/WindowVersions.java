package dev.tidemark.query.requests;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Version;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells whether windows have changed. The newest are looked up for each question, older ones again after {@link #LONGEST} at
 * most: a change of those shows that late. Safe for use by many threads.
 */
@Singleton
final class WindowVersions {
    /**
     * By how much a request may be late, by the processor's default, and the hour that it is in. What is older is written only by
     * a processor that catches up after an outage.
     */
    static final Duration LATENESS = Duration.ofHours(25);

    /** How long the versions of older windows are kept at most. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long MOST_BYTES = 4L << 20;
    private static final int BYTES_OF_VERSION = 48;
    private static final int BYTES_OF_ENTRY = 300;

    private final RollupQueries rollups;
    private final Cache<Key, List<Version>> old;

    private record Key(Segment segment, EndpointChoice filter) {
        int bytes(List<Version> versions) {
            return BYTES_OF_ENTRY + (int) filter.bytes() + BYTES_OF_VERSION * versions.size();
        }
    }

    WindowVersions(RollupQueries rollups, Clock clock) {
        this.rollups = rollups;
        this.old = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .weigher(Key::bytes)
                .expireAfter(Expiry.<Key, List<Version>>writing((key, versions) -> life()))
                .ticker(new ClockTicker(clock))
                .build();
    }

    /** Not the same for all, so that a question does not find all of them expired at once. */
    private static Duration life() {
        return LONGEST.dividedBy(2).plusMillis(ThreadLocalRandom.current().nextLong(LONGEST.toMillis() / 2));
    }

    /**
     * The versions of {@code segment}'s windows by their start in seconds. To be called in a transaction of the store.
     *
     * @param settled up to when versions may be {@link #LONGEST} old
     */
    NavigableMap<Long, Version> of(Segment segment, EndpointChoice filter, Instant settled) {
        NavigableMap<Long, Version> versions = new TreeMap<>();
        Instant from = segment.from();
        Instant end = endOfChunk(from, segment.tier());
        while (!end.isAfter(segment.to()) && !end.isAfter(settled)) {
            add(versions, ofOld(new Key(new Segment(segment.tier(), from, end), filter)));
            from = end;
            end = endOfChunk(from, segment.tier());
        }
        if (from.isBefore(segment.to())) {
            add(versions, rollups.versions(new Segment(segment.tier(), from, segment.to()), filter));
        }
        return versions;
    }

    private List<Version> ofOld(Key key) {
        List<Version> versions = old.getIfPresent(key);
        if (versions == null) {
            versions = rollups.versions(key.segment, key.filter);
            old.put(key, versions);
        }
        return versions;
    }

    /** Chunks are aligned, so that one question finds what another one has looked up. */
    private static Instant endOfChunk(Instant instant, Tier tier) {
        long width = switch (tier) {
            case TEN_SECONDS -> Duration.ofMinutes(1).toSeconds();
            case ONE_MINUTE -> Duration.ofMinutes(5).toSeconds();
            case ONE_HOUR -> Duration.ofHours(6).toSeconds();
        };
        return Instant.ofEpochSecond((Math.floorDiv(instant.getEpochSecond(), width) + 1) * width);
    }

    private static void add(NavigableMap<Long, Version> to, List<Version> versions) {
        for (Version version : versions) {
            to.put(version.windowStartSeconds(), version);
        }
    }
}
