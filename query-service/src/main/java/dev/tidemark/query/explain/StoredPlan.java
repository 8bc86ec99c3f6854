package dev.tidemark.query.explain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What is stored of a plan when it is seen for the first time.
 *
 * @param gone indexes that the plan before has read and that do not exist any more, as identifiers with their schemas
 */
@Serdeable
public record StoredPlan(PlanNode root, List<IndexAdvice> advice, List<String> gone) {
    public StoredPlan {
        gone = List.copyOf(gone);
        advice = List.copyOf(advice);
    }
}
