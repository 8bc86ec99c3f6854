package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.chain.Downstream;
import dev.tidemark.query.diagnosis.chain.Downstream.Observed;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.store.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the endpoints that an endpoint calls in a span, at most {@code most} of them. For one question. */
final class CalleeReader implements Downstream.Source {
    private final Span span;
    private final SideQueries sides;
    private final Function<List<Endpoint>, Map<Integer, List<Window>>> windows;
    private final Function<List<Endpoint>, Map<Integer, History>> histories;
    private final int most;
    private final Deadline deadline;
    private final Callees callees;

    CalleeReader(
            Span span,
            SideQueries sides,
            Function<List<Endpoint>, Map<Integer, List<Window>>> windows,
            Function<List<Endpoint>, Map<Integer, History>> histories,
            int most,
            Deadline deadline) {
        this.span = span;
        this.sides = sides;
        this.windows = windows;
        this.histories = histories;
        this.most = most;
        this.deadline = deadline;
        this.callees = new Callees(sides, span);
    }

    @Override
    public Side side(Endpoint endpoint) {
        deadline.check();
        return sides.side(span, endpoint);
    }

    @Override
    public Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
        return callees.called(caller, operation, seen);
    }

    @Override
    public Map<Integer, Observed> observed(List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            return Map.of();
        }
        List<Endpoint> first = endpoints.stream().limit(most).toList();
        Map<Integer, List<Window>> ofSpan = windows.apply(first);
        Map<Integer, Observed> observed = new HashMap<>();
        histories
                .apply(first)
                .forEach((id, history) -> observed.put(id, new Observed(ofSpan.getOrDefault(id, List.of()), history)));
        return observed;
    }
}
