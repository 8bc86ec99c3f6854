package dev.tidemark.query.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The collector's looks at the plan of a statement, and whether it changed at an onset. */
final class PlanLooks {
    /** A plan may change, and be seen, before enough requests are slower. */
    private static final Duration BEFORE = Duration.ofMinutes(2);
    /** A statement whose plan changes more often has no usual one. */
    private static final int MOST_CHANGES = 3;

    private PlanLooks() {}

    /**
     * One look.
     *
     * @param statement the name of the statement's text
     * @param plan the name of the plan's shape
     */
    record Look(String statement, String queryid, Instant at, String plan) {}

    /**
     * Another plan.
     *
     * @param at when it was first seen
     * @param before the plan that was seen before
     */
    record Change(String queryid, Instant at, String before, String after) {}

    /**
     * The change of a plan near {@code onset} that lasts; null if there is none. Of several statements with the same text, the latest one.
     *
     * @param looks those of the hour before the onset, and since, oldest first
     */
    static @Nullable Change change(List<Look> looks, Instant onset) {
        Change found = null;
        for (List<Look> ofOne : looks.stream()
                .collect(Collectors.groupingBy(Look::queryid, TreeMap::new, Collectors.toList()))
                .values()) {
            Change change = ofOne(ofOne, onset);
            if (change != null && (found == null || change.at.isAfter(found.at))) {
                found = change;
            }
        }
        return found;
    }

    private static @Nullable Change ofOne(List<Look> looks, Instant onset) {
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i < looks.size(); i++) {
            Look look = looks.get(i);
            Look last = looks.get(i - 1);
            if (!look.plan.equals(last.plan)) {
                changes.add(new Change(look.queryid, look.at, last.plan, look.plan));
            }
        }
        if (changes.isEmpty() || changes.size() > MOST_CHANGES) {
            return null;
        }
        Change last = changes.getLast();
        return last.at.isBefore(onset.minus(BEFORE)) ? null : last;
    }
}
