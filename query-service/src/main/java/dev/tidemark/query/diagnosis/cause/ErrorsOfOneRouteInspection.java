package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Errors that only one route has. Threshold: at least 5 requests and none of the other routes of the service fails as often by a tenth, of which
 * there were at least 20 requests.
 */
@Singleton
final class ErrorsOfOneRouteInspection implements Inspection {
    private static final double LEAST_REQUESTS = 20;
    private static final double LEAST_ERRORS = 5;
    /** It says where, not why. */
    private static final double SHARE = 0.5;

    @Override
    public String subject() {
        return "errors of one route only";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.endpoint() != null;
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        if (!shift.isFailing()
                || shift.endpoint() == null
                || evidence.siblings().requests() < LEAST_REQUESTS) {
            return Optional.empty();
        }
        double own = shift.newErrors() / Math.max(1, shift.after().requests());
        double others = evidence.siblings().errors() / evidence.siblings().requests();
        if (shift.newErrors() < LEAST_ERRORS || others > own / 10) {
            return Optional.empty();
        }
        return Optional.of(new Cause(
                Kind.ERRORS_OF_ONE_ROUTE,
                SHARE,
                null,
                shift.text(),
                "only this route fails, " + Words.percent(own) + " of its requests; of the others of " + shift.service()
                        + ", " + Words.percent(others) + " do",
                "look at the last change of this route, and at the stack trace of a failed request"));
    }
}
