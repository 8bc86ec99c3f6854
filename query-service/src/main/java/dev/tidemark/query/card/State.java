package dev.tidemark.query.card;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptom.Severity;
import java.util.List;

/** The state of a card or the verdict; its label determines the colour. */
public enum State {
    OK("ok"),
    /** Worth a look. */
    WATCH("watch"),
    DEGRADED("degraded"),
    /** The figures are old. */
    STALE("stale"),
    /** The figures cannot be read, because the database is unreachable. */
    DOWN("down"),
    /** There is no data yet. */
    NONE("none"),
    /** The figures could not be read, or are incomplete. */
    UNKNOWN("unknown");

    private final String label;

    State(String label) {
        this.label = label;
    }

    /** Returns {@link #DEGRADED} if a symptom is worse than a note, {@link #WATCH} if all are notes, {@link #OK} if there are none. */
    public static State of(List<Symptom> symptoms) {
        if (symptoms.stream().anyMatch(symptom -> symptom.severity() != Severity.NOTE)) {
            return DEGRADED;
        }
        return symptoms.isEmpty() ? OK : WATCH;
    }

    /** As {@link #of(List)}, but {@link #UNKNOWN} instead of {@link #OK} or {@link #WATCH} if {@code allKnown} is false. */
    public static State of(List<Symptom> symptoms, boolean allKnown) {
        State state = of(symptoms);
        return allKnown || state == DEGRADED ? state : UNKNOWN;
    }

    /** The state in words, for users who cannot distinguish the colours. */
    public String word() {
        return switch (this) {
            case NONE -> "no data";
            case DOWN -> "unknown";
            default -> label;
        };
    }

    /** The name in templates and style sheets. */
    @Override
    public String toString() {
        return label;
    }
}
