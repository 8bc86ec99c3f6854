package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the aggregates of recent requests whose lookup needs no key object. Most requests belong to the same
 * series and ten seconds as a recent one. The table has a fixed size; the newest entry of a slot wins. Clear it when
 * its aggregates are no longer live. Not thread-safe.
 */
final class RecentAggregates {
    /** Four times the routes that a service may have, so that few of them share a slot. */
    private static final int SLOTS = 8192;

    /** Of all names together. Further ones are not kept until {@link #clear}. */
    private static final int MOST_CHARACTERS = 1_572_864;

    private static final long SIZE_MICROS = Tier.TEN_SECONDS.sizeMicros();

    private @Nullable SeriesSlot[] slots = new SeriesSlot[SLOTS];
    private int characters;
    private boolean empty = true;

    /** The aggregate of the request's series and ten seconds; null if it is not cached. */
    @Nullable WindowAggregate find(RequestEvent event) {
        SeriesSlot slot = slots[slot(event)];
        return slot != null && slot.holds(event) ? slot.aggregate : null;
    }

    void put(RequestEvent event, long windowStartMicros, WindowAggregate aggregate) {
        int slot = slot(event);
        SeriesSlot former = slots[slot];
        SeriesSlot next = new SeriesSlot(event.service(), event.method(), event.route(), windowStartMicros, aggregate);
        int after = characters + next.characters() - (former == null ? 0 : former.characters());
        if (after <= MOST_CHARACTERS) {
            slots[slot] = next;
            characters = after;
            empty = false;
        }
    }

    void clear() {
        if (!empty) {
            slots = new SeriesSlot[SLOTS];
            characters = 0;
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

        int characters() {
            return service.length() + method.length() + route.length();
        }

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
