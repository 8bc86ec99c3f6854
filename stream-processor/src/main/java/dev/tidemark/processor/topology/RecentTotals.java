package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import org.jspecify.annotations.Nullable;

/**
 * The totals that recent requests were added to, found without making a key: most requests belong to a series and ten seconds of which
 * there was one just before. A table of a fixed size, in which the newest wins. Only a shortcut: whoever uses it must know the totals
 * to be live still, and clear it when they are not. Not thread-safe.
 */
final class RecentTotals {
    private static final int PLACES = 1024;
    private static final long SIZE_MICROS = Tier.TEN_SECONDS.sizeMicros();

    private @Nullable Place[] places = new Place[PLACES];
    private boolean empty = true;

    /** The totals of the request's series and ten seconds; null if they are not known. */
    @Nullable Totals find(RequestEvent event) {
        Place place = places[place(event)];
        return place != null && place.holds(event) ? place.totals : null;
    }

    void put(RequestEvent event, long windowStartMicros, Totals totals) {
        places[place(event)] = new Place(event.service(), event.method(), event.route(), windowStartMicros, totals);
        empty = false;
    }

    void clear() {
        if (!empty) {
            places = new Place[PLACES];
            empty = true;
        }
    }

    private static int place(RequestEvent event) {
        int hash = 31 * (31 * event.route().hashCode() + event.method().hashCode())
                + event.service().hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }

    private record Place(String service, String method, String route, long windowStartMicros, Totals totals) {

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
