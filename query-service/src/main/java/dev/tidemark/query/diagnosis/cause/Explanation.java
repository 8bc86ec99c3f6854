package dev.tidemark.query.diagnosis.cause;

import java.util.List;
import java.util.stream.Stream;

/**
 * The causes of a shift.
 *
 * @param causes those that explain most first
 * @param explained the share of the shift that they explain together, from 0 to 1
 * @param ruledOut what was looked for and not found
 * @param notChecked what could not be looked for, because data is missing
 */
public record Explanation(List<Cause> causes, double explained, List<String> ruledOut, List<String> notChecked) {
    /** Causes that explain less do not explain a shift. */
    private static final double ENOUGH = 0.5;

    public Explanation {
        causes = List.copyOf(causes);
        ruledOut = List.copyOf(ruledOut);
        notChecked = List.copyOf(notChecked);
    }

    public boolean isEnough() {
        return explained >= ENOUGH;
    }

    /** Whether it says no more than what fails. */
    public boolean isOnlySymptoms() {
        return causes.stream().allMatch(cause -> cause.kind().isSymptom());
    }

    /**
     * The same, after the causes of {@code slowness}, that of the same endpoint and time: what keeps requests waiting also makes them fail,
     * as when no connection is free until their time is up.
     */
    public Explanation after(Explanation slowness) {
        List<Cause> found = Stream.concat(
                        slowness.causes.stream().filter(cause -> !cause.kind().isSymptom()), causes.stream())
                .toList();
        List<String> left = ruledOut.stream()
                .filter(subject -> slowness.ruledOut.contains(subject) || slowness.notChecked.contains(subject))
                .toList();
        return new Explanation(found, Math.max(explained, slowness.explained), left, notChecked);
    }
}
