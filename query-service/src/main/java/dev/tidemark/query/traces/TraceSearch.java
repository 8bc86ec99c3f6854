package dev.tidemark.query.traces;

import dev.tidemark.query.traces.TraceQueries.Window;
import dev.tidemark.wire.event.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the requests that come first. The window that comes first is looked into, that is, replaced by its narrower windows, or if there
 * are none, by its rows, until no other one can have a request that comes before those that were found. Not thread-safe.
 */
final class TraceSearch {
    private final TraceKind kind;
    private final int most;
    private final BooleanSupplier goesOn;
    private final PriorityQueue<Window> windows;
    private final List<Trace> found = new ArrayList<>();

    /** Looks into one window. */
    interface Source {
        /** The windows of the next narrower tier that come first; none if those are not kept any more. */
        List<Window> narrower(Window window);

        /** The requests that come first. */
        List<Trace> rows(Window window);
    }

    /** @param goesOn whether there is time to look into one more window */
    TraceSearch(TraceKind kind, int most, BooleanSupplier goesOn) {
        this.kind = kind;
        this.most = most;
        this.goesOn = goesOn;
        this.windows = new PriorityQueue<>(kind.orderOfWindows());
    }

    void search(List<Window> first, Source source) {
        windows.addAll(first);
        while (left() != null && goesOn.getAsBoolean()) {
            Window next = windows.element();
            List<Window> narrower = next.tier() == Tier.TEN_SECONDS ? List.of() : source.narrower(next);
            if (narrower.isEmpty()) {
                add(source.rows(next));
            }
            // Only now: if that failed, it is still left.
            windows.remove();
            windows.addAll(narrower);
        }
    }

    private void add(List<Trace> rows) {
        found.addAll(rows);
        found.sort(kind.orderOfTraces());
        if (found.size() > most) {
            found.subList(most, found.size()).clear();
        }
    }

    /** The window that would be looked into next; null if no other request comes before those that were found. */
    @Nullable Window left() {
        Window next = windows.peek();
        return next == null || found.size() == most && kind.isBehind(next, found.getLast()) ? null : next;
    }

    List<Trace> found() {
        return List.copyOf(found);
    }
}
