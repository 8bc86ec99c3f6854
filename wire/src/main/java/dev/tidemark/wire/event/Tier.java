package dev.tidemark.wire.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The window widths of rollups. Windows are aligned to the epoch, in UTC. */
public enum Tier {
    TEN_SECONDS("10s", Duration.ofSeconds(10)),
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    ONE_HOUR("1h", Duration.ofHours(1));

    private final String label;
    private final Duration size;
    private final long sizeMicros;

    Tier(String label, Duration size) {
        this.label = label;
        this.size = size;
        this.sizeMicros = size.toMillis() * 1000;
    }

    /** The name on the wire: {@code 10s}, {@code 1m} or {@code 1h}. */
    public String label() {
        return label;
    }

    public Duration size() {
        return size;
    }

    public long sizeMicros() {
        return sizeMicros;
    }

    /** The start of the window that contains {@code timestampMicros}; both in microseconds since the epoch. */
    public long windowStart(long timestampMicros) {
        return timestampMicros - Math.floorMod(timestampMicros, sizeMicros);
    }

    /** The tier with this label; null if there is none. */
    public static @Nullable Tier of(String label) {
        for (Tier tier : values()) {
            if (tier.label.equals(label)) {
                return tier;
            }
        }
        return null;
    }
}
