package dev.tidemark.query.card;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Severity;
import java.util.List;

/** How something on a page is; its label chooses the colour. */
public enum State {
    OK("ok"),
    /** Worth a look. */
    WATCH("watch"),
    DEGRADED("degraded"),
    /** What is shown is old. */
    STALE("stale"),
    /** It cannot be read, because what stores it is away. */
    DOWN("down"),
    /** Nothing was ever measured. */
    NONE("none"),
    /** It could not be read just now. */
    UNKNOWN("unknown");

    private final String label;

    State(String label) {
        this.label = label;
    }

    /** The worst that {@code symptoms} say: what is merely worth a look is not {@link #OK} either. */
    public static State of(List<Symptom> symptoms) {
        if (symptoms.stream().anyMatch(symptom -> symptom.severity() != Severity.NOTE)) {
            return DEGRADED;
        }
        return symptoms.isEmpty() ? OK : WATCH;
    }

    /** As {@link #of(List)}, but {@link #UNKNOWN} where nothing is known to be wrong because not all is known. */
    public static State of(List<Symptom> symptoms, boolean allKnown) {
        State state = of(symptoms);
        return allKnown || state == DEGRADED ? state : UNKNOWN;
    }

    /** The state in words, because a colour alone says nothing to some. */
    public String word() {
        return switch (this) {
            case NONE -> "no data";
            case DOWN -> "unknown";
            default -> label;
        };
    }

    /** How templates and style sheets write it. */
    @Override
    public String toString() {
        return label;
    }
}
