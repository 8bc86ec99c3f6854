package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import java.util.Arrays;

/**
 * The calls of a request that run, in the order of their begin, and the time of each kind. An instant belongs to the call that began
 * first among those that run. Only when that one ends, or the first one begins, is there anything to add up, so each step takes the same
 * short time however many calls run. Most requests make one call after the other: then there is no more to do than that.
 *
 * <p>The others are a linked list in an array, whose places are used again. Not thread-safe. Times are of {@link System#nanoTime()} and
 * must not decrease.
 */
final class RunningCalls {
    /** The most calls of a request that run at the same time; time in which only further ones run is the application's own. */
    static final int MAX_RUNNING = 1_024;

    /** The place of a call beyond that. */
    static final int NO_PLACE = 0;

    /** The place of a call that begins while no other one runs. */
    private static final int ALONE = 1;

    private static final int KINDS = CallKind.values().length;
    private static final int FIELDS = 3;
    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final int KIND = 2;
    private static final int FIRST_PLACES = 8;

    /** Lists that grew beyond this are not kept. */
    private static final int KEPT_PLACES = 64;

    /** The place of the call that began first of those that run. */
    private int first = NO_PLACE;

    private int firstKind;

    // The other ones that run. Place 0 is before the first and after the last one of these.
    private int[] places = new int[FIELDS * FIRST_PLACES];
    private int unused = ALONE + 1;
    private int freed;

    private final long[] nanos = new long[KINDS];
    private long since;
    private boolean stopped;

    /** Adds a call; returns its place. */
    int add(int kind, long now) {
        if (first != NO_PLACE) {
            return append(kind);
        }
        first = ALONE;
        firstKind = kind;
        since = now;
        return ALONE;
    }

    private int append(int kind) {
        int place = place();
        if (place != NO_PLACE) {
            int last = get(0, BEFORE);
            set(place, BEFORE, last);
            set(place, AFTER, 0);
            set(place, KIND, kind);
            set(last, AFTER, place);
            set(0, BEFORE, place);
        }
        return place;
    }

    /** Removes the call of a place. */
    void remove(int place, long now) {
        if (place == NO_PLACE) {
            return;
        }
        if (place != first) {
            unlink(place);
            free(place);
            return;
        }
        addUp(now);
        first = get(0, AFTER);
        if (place != ALONE) {
            free(place);
        }
        if (first != NO_PLACE) {
            firstKind = get(first, KIND);
            unlink(first);
        }
    }

    private void unlink(int place) {
        int before = get(place, BEFORE);
        int after = get(place, AFTER);
        set(before, AFTER, after);
        set(after, BEFORE, before);
    }

    private void free(int place) {
        set(place, AFTER, freed);
        freed = place;
    }

    /** Adds up the time until now; what runs on does not count. */
    void stop(long now) {
        addUp(now);
        stopped = true;
    }

    private void addUp(long now) {
        if (first != NO_PLACE && !stopped) {
            nanos[firstKind] += now - since;
            since = now;
        }
    }

    /** The time of a kind, after {@link #stop}. */
    long nanos(CallKind kind) {
        return nanos[kind.ordinal()];
    }

    /** Resets the list, which must be empty; returns whether it is small enough to be kept for another request. */
    boolean clear() {
        Arrays.fill(nanos, 0);
        stopped = false;
        return places.length <= FIELDS * KEPT_PLACES;
    }

    private int place() {
        int place = freed;
        if (place != 0) {
            freed = get(place, AFTER);
            return place;
        }
        if (FIELDS * unused == places.length) {
            if (unused > MAX_RUNNING) {
                return NO_PLACE;
            }
            places = Arrays.copyOf(places, 2 * places.length);
        }
        return unused <= MAX_RUNNING ? unused++ : NO_PLACE;
    }

    private int get(int place, int field) {
        return places[FIELDS * place + field];
    }

    private void set(int place, int field, int value) {
        places[FIELDS * place + field] = value;
    }
}
