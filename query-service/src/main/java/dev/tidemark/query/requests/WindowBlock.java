package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Version;
import dev.tidemark.query.requests.RollupQueries.Window;
import java.util.List;

/**
 * Neighbouring windows that are merged together.
 *
 * @param segment the windows
 * @param versions their own versions, or those of wider windows over the same time; empty if there are none
 */
record WindowBlock(Segment segment, List<Version> versions) {
    WindowBlock {
        versions = List.copyOf(versions);
    }

    /** How many requests it holds, by its versions. */
    long count() {
        return versions.stream().mapToLong(Version::count).sum();
    }

    /** Which windows are merged with one another. */
    sealed interface Grouping {
        /** The same for windows that are merged with one another. */
        long keyOf(Window window);

        /** One for each endpoint. */
        record ByEndpoint() implements Grouping {
            @Override
            public long keyOf(Window window) {
                return window.endpointId();
            }
        }

        /** One for each part of time, in seconds since the epoch, of all endpoints. */
        record ByTime(long seconds) implements Grouping {
            @Override
            public long keyOf(Window window) {
                return Math.floorDiv(window.windowStartSeconds(), seconds);
            }
        }
    }
}
