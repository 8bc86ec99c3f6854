package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.requests.RollupQueries.Version;
import dev.tidemark.query.requests.RollupQueries.Window;
import java.util.List;

/**
 * A few neighbouring windows of the endpoints that were asked for, to be merged into fewer.
 *
 * @param segment the windows
 * @param versions what tells whether they have changed, of as many requests as the windows hold; of windows as wide or wider
 */
record WindowBlock(Segment segment, List<Version> versions) {
    WindowBlock {
        versions = List.copyOf(versions);
    }

    /** How many requests it holds, by its versions. */
    long count() {
        return versions.stream().mapToLong(Version::count).sum();
    }

    /** Into what windows are merged. */
    sealed interface Grouping {
        /** What a window has in common with those that it is merged with. */
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
