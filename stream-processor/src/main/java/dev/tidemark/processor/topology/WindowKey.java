package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;

/**
 * The key of a window in its store: a byte for the tier, the window's start, the series. So the ended windows of a tier
 * form one range.
 */
final class WindowKey {
    /** Above the codes of all tiers, so versions without marks never read one. */
    private static final byte MARK = 64;

    private WindowKey() {}

    static byte[] write(RollupKey key) {
        return SeriesForm.into(start(key.tier(), key.windowStartMicros()), key.series())
                .toBytes();
    }

    /** The lower bound of the keys of windows of {@code tier} that start at {@code windowStartMicros} or later. */
    static byte[] lowest(Tier tier, long windowStartMicros) {
        return start(tier, windowStartMicros).toBytes();
    }

    private static FormWriter start(Tier tier, long windowStartMicros) {
        return new FormWriter().raw(code(tier)).ordered(windowStartMicros);
    }

    /** The key of the mark that {@link UnpublishedWindows} puts on all windows of {@code tier} with this start. */
    static byte[] mark(Tier tier, long windowStartMicros) {
        return new FormWriter()
                .raw(MARK)
                .raw(code(tier))
                .ordered(windowStartMicros)
                .toBytes();
    }

    /** The start of the windows with the mark {@code bytes}, in microseconds since the epoch. */
    static long markedStartMicros(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        in.raw();
        in.raw();
        return in.ordered();
    }

    /** The series of the window with the key {@code bytes}. */
    static Series series(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        in.raw();
        in.ordered();
        return SeriesForm.read(in.rest());
    }

    /** The start of the window with the key {@code bytes}, in microseconds since the epoch. */
    static long windowStartMicros(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        in.raw();
        return in.ordered();
    }

    /** The code of a tier is stored on disk and in changelogs, so it must never change. */
    private static byte code(Tier tier) {
        return switch (tier) {
            case TEN_SECONDS -> 1;
            case ONE_MINUTE -> 2;
            case ONE_HOUR -> 3;
        };
    }
}
