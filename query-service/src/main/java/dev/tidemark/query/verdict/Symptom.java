package dev.tidemark.query.verdict;

/**
 * One thing that is wrong.
 *
 * @param subject the affected part of the monitored system, or {@link #PIPELINE}
 * @param severity how bad it is
 * @param weight orders symptoms of the same severity, largest first
 * @param text the condition that was met, with its figures, in one line
 */
public record Symptom(String subject, Severity severity, double weight, String text) {
    /** The subject of symptoms of Tidemark itself. */
    public static final String PIPELINE = "pipeline";

    /** How bad a symptom is, in ascending order. */
    public enum Severity {
        /** Worth a look, but the verdict stays ok. */
        NOTE("note"),
        /** Users of the monitored system are affected, or soon will be. */
        DEGRADED("degraded"),
        /** The data is old. */
        STALE("stale"),
        /** The state is unknown. */
        DOWN("down");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /** The name in the API. */
        public String label() {
            return label;
        }
    }

    public static Symptom note(String subject, double weight, String text) {
        return new Symptom(subject, Severity.NOTE, weight, text);
    }

    public static Symptom degraded(String subject, double weight, String text) {
        return new Symptom(subject, Severity.DEGRADED, weight, text);
    }

    /** The pipeline is behind. */
    public static Symptom stale(String text) {
        return new Symptom(PIPELINE, Severity.STALE, 0, text);
    }

    /** The stored data cannot be read. */
    public static Symptom down(String text) {
        return new Symptom(PIPELINE, Severity.DOWN, 0, text);
    }
}
