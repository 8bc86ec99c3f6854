package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;

/**
 * The key of a window in its store: a byte for the tier, the window's start, the series. The windows of a tier that have ended are
 * thereby one range.
 */
final class WindowKey {
    private WindowKey() {}

    static byte[] write(RollupKey key) {
        return SeriesForm.into(start(key.tier(), key.windowStartMicros()), key.series())
                .toBytes();
    }

    /** Lower than the key of each window of {@code tier} that starts at {@code windowStartMicros} or later, and no other. */
    static byte[] lowest(Tier tier, long windowStartMicros) {
        return start(tier, windowStartMicros).toBytes();
    }

    private static FormWriter start(Tier tier, long windowStartMicros) {
        return new FormWriter().raw(code(tier)).ordered(windowStartMicros);
    }

    /** The start of the window that {@code bytes} are the key of, in microseconds since the epoch. */
    static long windowStartMicros(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        in.raw();
        return in.ordered();
    }

    /** On disk and in changelogs: never to be changed. */
    private static byte code(Tier tier) {
        return switch (tier) {
            case TEN_SECONDS -> 1;
            case ONE_MINUTE -> 2;
            case ONE_HOUR -> 3;
        };
    }
}
