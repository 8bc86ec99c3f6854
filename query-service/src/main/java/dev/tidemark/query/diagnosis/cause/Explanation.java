package dev.tidemark.query.diagnosis.cause;

import java.util.List;

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
}
