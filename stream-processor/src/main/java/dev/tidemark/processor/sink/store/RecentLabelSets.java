package dev.tidemark.processor.sink.store;

import dev.tidemark.wire.event.RequestEvent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Label sets of requests that came lately, each in the one place that its words give it: found without an object being made,
 * and forgotten once another set needs the place, or the day is over. Not thread-safe.
 */
final class RecentLabelSets {
    /** No id. */
    static final int UNKNOWN = -1;

    private static final int PLACES = 1 << 15;

    private final RequestLabels.@Nullable Labels[] words = new RequestLabels.@Nullable Labels[PLACES];
    private final int[] ids = new int[PLACES];
    private LocalDate day = LocalDate.MIN;

    void turnTo(LocalDate today) {
        if (!today.equals(day)) {
            clear();
            day = today;
        }
    }

    void clear() {
        Arrays.fill(words, null);
    }

    /** The id of the label set of {@code event}, or {@link #UNKNOWN}. */
    int find(RequestEvent event) {
        int place = place(event);
        RequestLabels.Labels there = words[place];
        return there != null && there.areOf(event) ? ids[place] : UNKNOWN;
    }

    /** @param labels those of {@code event} */
    void put(RequestEvent event, RequestLabels.Labels labels, int id) {
        int place = place(event);
        words[place] = labels;
        ids[place] = id;
    }

    private static int place(RequestEvent event) {
        int hash = event.route().hashCode();
        hash = 31 * hash + Objects.hashCode(event.instance());
        hash = 31 * hash + event.method().hashCode();
        hash = 31 * hash + event.service().hashCode();
        hash = 31 * hash + Objects.hashCode(event.errorType());
        hash = 31 * hash + event.status();
        hash *= 0x9E3779B9;
        return hash >>> 17;
    }
}
