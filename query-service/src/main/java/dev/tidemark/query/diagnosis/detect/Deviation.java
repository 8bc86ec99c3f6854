package dev.tidemark.query.diagnosis.detect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as usual.
 *
 * @param onset the start of the first window that is not
 * @param isOnsetExact false if it was so before the first window that was judged
 * @param end when it was over; null if it goes on
 * @param baseline what it was compared with; null if errors or missing requests need none
 */
public record Deviation(
        Kind kind,
        Instant onset,
        boolean isOnsetExact,
        @Nullable Instant end,
        @Nullable Baseline baseline) {
    /** The same of windows since {@code from}: what began later has an exact onset, even with the very first request. */
    public Deviation since(Instant from) {
        return new Deviation(kind, onset, isOnsetExact || onset.isAfter(from), end, baseline);
    }

    public boolean overlaps(Deviation other) {
        return (end == null || other.onset.isBefore(end)) && (other.end == null || onset.isBefore(other.end));
    }

    /** Whether this one, of a whole service, says all that {@code other} says about the number of requests of an endpoint. */
    public boolean covers(Deviation other) {
        boolean isStronger = switch (kind) {
            case SILENT -> other.kind.isTraffic();
            case DROPPED -> other.kind == Kind.DROPPED || other.kind == Kind.FEWER;
            case FEWER -> other.kind == Kind.FEWER;
            default -> false;
        };
        return isStronger && overlaps(other);
    }

    /** What is not as usual. */
    public enum Kind {
        /** Requests are answered 5xx. */
        FAILING("failing"),
        /** Requests are answered 4xx. */
        REFUSED("refused"),
        /** There are no requests. */
        SILENT("silent"),
        /** There are less than a fifth of the usual requests. */
        DROPPED("dropped"),
        /** There are about a third of the usual requests or less, which is worth a note. */
        FEWER("fewer"),
        /** Requests take longer. */
        SLOW("slow");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Whether it is about the number of requests, so that there is nothing to compare in the requests that came. */
        public boolean isTraffic() {
            return this == SILENT || this == DROPPED || this == FEWER;
        }

        /** The name in the API. */
        public String label() {
            return label;
        }
    }
}
