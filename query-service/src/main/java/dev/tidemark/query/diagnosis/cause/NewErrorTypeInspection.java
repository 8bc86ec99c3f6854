package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/**
 * Errors of a type that was not seen before. Threshold: at least 3 since the onset, none in the span before, and a tenth of the additional
 * errors.
 */
@Singleton
final class NewErrorTypeInspection implements Inspection {
    private static final long LEAST = 3;
    private static final double LEAST_SHARE = 0.1;

    @Override
    public String subject() {
        return "a new type of error";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return !evidence.errorsAfter().isEmpty() || !shift.isFailing();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        if (!shift.isFailing()) {
            return Optional.empty();
        }
        return evidence.errorsAfter().entrySet().stream()
                .filter(type -> type.getValue() >= LEAST
                        && evidence.errorsBefore().getOrDefault(type.getKey(), 0L) == 0
                        && type.getValue() >= LEAST_SHARE * shift.newErrors())
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(type -> new Cause(
                        Kind.NEW_ERROR_TYPE,
                        Math.min(1, type.getValue() / Math.max(1, shift.newErrors())),
                        null,
                        type.getKey(),
                        type.getValue() + " errors are " + type.getKey() + ", which was not seen before",
                        "read the stack trace in the logs of a failed request"));
    }
}
