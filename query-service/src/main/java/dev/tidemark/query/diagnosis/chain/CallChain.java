package dev.tidemark.query.diagnosis.chain;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Evidence;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import dev.tidemark.query.diagnosis.cause.Explainer;
import dev.tidemark.query.diagnosis.cause.Shift;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows the calls of a shift that take longer, or fail, to the endpoints that answer them, and says why those do. */
public final class CallChain {
    /** A chain of more services is not followed. */
    public static final int DEPTH = 4;

    private static final double FOLLOWED_SHARE = 0.15;
    static final int MOST_CALLED = 3;

    private final Explainer explainer;
    private final Source source;
    private final Set<Integer> seen = new HashSet<>();

    /** A chain of one question. */
    public CallChain(Explainer explainer, Source source) {
        this.explainer = explainer;
        this.source = source;
    }

    /** What is stored. */
    public interface Source {
        /** The endpoint that answers calls, none of {@code seen}. */
        Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen);

        /** The shift of an endpoint in the spans of its caller's. */
        Shift shift(Endpoint endpoint, Shift ofCaller);

        /** What else is known of it. */
        Evidence evidence(Shift shift, List<Called> called);
    }

    /** The endpoints that calls of {@code shift} go to. */
    public List<Called> called(Shift shift) {
        return called(shift, 0);
    }

    private List<Called> called(Shift shift, int depth) {
        Attribution attribution = shift.attribution();
        Endpoint caller = shift.endpoint();
        if (attribution == null || caller == null || depth >= DEPTH || !seen.add(caller.id())) {
            return List.of();
        }
        List<Called> called = new ArrayList<>();
        attribution
                .operations()
                .filter(operation -> operation.operation().kind().equals("http"))
                .filter(operation -> shift.isSlow()
                        ? operation.share() >= FOLLOWED_SHARE
                        : operation.after().errors() > 0)
                .limit(MOST_CALLED)
                .forEach(operation -> follow(operation, shift, caller, depth).ifPresent(called::add));
        return called;
    }

    private Optional<Called> follow(OperationShift operation, Shift shift, Endpoint caller, int depth) {
        return source.called(caller, operation.operation(), seen).map(endpoint -> {
            Shift callee = source.shift(endpoint, shift);
            Evidence evidence = source.evidence(callee, called(callee, depth + 1));
            return new Called(
                    operation, callee, explainer.explain(callee, evidence).causes());
        });
    }
}
