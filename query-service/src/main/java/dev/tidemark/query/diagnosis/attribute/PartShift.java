package dev.tidemark.query.diagnosis.attribute;

import java.util.List;

/**
 * What one part adds to the mean latency. The shifts of its operations add up to its own.
 *
 * @param beforeMillis its time in a request before
 * @param share its share in the shift of the mean; those of all parts add up to 1
 * @param operations the largest first; empty for the application itself
 */
public record PartShift(
        Part part,
        double beforeMillis,
        double afterMillis,
        double deltaMillis,
        double share,
        List<OperationShift> operations) {
    public PartShift {
        operations = List.copyOf(operations);
    }
}
