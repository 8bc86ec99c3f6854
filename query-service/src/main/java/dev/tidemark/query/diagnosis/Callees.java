package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the endpoints that answer HTTP calls in a span: same method and template, another service. Remembers what it read. */
final class Callees {
    private static final int MOST_CANDIDATES = 3;
    /** Those of more methods are read again. */
    static final int MOST_METHODS = 4;

    private final SideQueries sides;
    private final Span span;
    private final Map<String, List<Endpoint>> callable = new HashMap<>();

    Callees(SideQueries sides, Span span) {
        this.sides = sides;
        this.span = span;
    }

    /** The endpoint whose service the target names, or else the one with most requests, or the only one. */
    Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
        String name = operation.name();
        int space = name.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String target = operation.target();
        List<Endpoint> candidates = callable(name.substring(0, space)).stream()
                .filter(endpoint -> !endpoint.service().equals(caller.service())
                        && endpoint.isCalledBy(name)
                        && !seen.contains(endpoint.id()))
                .sorted(Comparator.comparing((Endpoint endpoint) -> !target.contains(endpoint.service())))
                .limit(MOST_CANDIDATES)
                .toList();
        if (!candidates.isEmpty() && target.contains(candidates.getFirst().service())) {
            return Optional.of(candidates.getFirst());
        }
        Endpoint best = null;
        Side most = Side.NONE;
        for (Endpoint candidate : candidates) {
            Side side = sides.side(span, candidate);
            if (best == null || side.requests() > most.requests()) {
                best = candidate;
                most = side;
            }
        }
        // One of several that answered nothing would be a guess.
        return candidates.size() > 1 && most.requests() == 0 ? Optional.empty() : Optional.ofNullable(best);
    }

    private List<Endpoint> callable(String method) {
        if (!callable.containsKey(method) && callable.size() >= MOST_METHODS) {
            callable.clear();
        }
        return callable.computeIfAbsent(method, key -> sides.callable(key, span.from()));
    }
}
