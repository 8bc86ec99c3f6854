package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates that recent requests were added to, found without making a key: most requests belong to a series and ten seconds of which
 * there was one just before. A table of a fixed size, in which the newest wins. Only a shortcut: whoever uses it must know the aggregates
 * to be live still, and clear it when they are not. Not thread-safe.
 */
final class RecentAggregates {
    private static final int SLOTS = 1024;
    private static final long SIZE_MICROS = Tier.TEN_SECONDS.sizeMicros();

    private @Nullable SeriesSlot[] slots = new SeriesSlot[SLOTS];
    private boolean empty = true;

    /** The aggregates of the request's series and ten seconds; null if they are not known. */
    @Nullable WindowAggregate find(RequestEvent event) {
        SeriesSlot slot = slots[slot(event)];
        return slot != null && slot.holds(event) ? slot.aggregate : null;
    }

    void put(RequestEvent event, long windowStartMicros, WindowAggregate aggregate) {
        slots[slot(event)] =
                new SeriesSlot(event.service(), event.method(), event.route(), windowStartMicros, aggregate);
        empty = false;
    }

    void clear() {
        if (!empty) {
            slots = new SeriesSlot[SLOTS];
            empty = true;
        }
    }

    private static int slot(RequestEvent event) {
        int hash = 31 * (31 * event.route().hashCode() + event.method().hashCode())
                + event.service().hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private record SeriesSlot(
            String service, String method, String route, long windowStartMicros, WindowAggregate aggregate) {

        boolean holds(RequestEvent event) {
            long into = event.timestampMicros() - windowStartMicros;
            return into >= 0
                    && into < SIZE_MICROS
                    && route.equals(event.route())
                    && method.equals(event.method())
                    && service.equals(event.service());
        }
    }
}
