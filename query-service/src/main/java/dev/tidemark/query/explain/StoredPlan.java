package dev.tidemark.query.explain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** What is stored of a plan when it is seen for the first time. */
@Serdeable
public record StoredPlan(PlanNode root, List<IndexAdvice> advice) {
    public StoredPlan {
        advice = List.copyOf(advice);
    }
}
