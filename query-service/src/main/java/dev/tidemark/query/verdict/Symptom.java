package dev.tidemark.query.verdict;

/**
 * One thing that is wrong.
 *
 * @param subject what it is wrong with: the name of a part of the monitored system, or {@link #PIPELINE}
 * @param severity how bad it is
 * @param weight orders symptoms of one severity; the largest is named first
 * @param text the condition that was met, with its figures, in one line
 */
public record Symptom(String subject, Severity severity, double weight, String text) {
    /** The subject of symptoms of Tidemark itself. */
    public static final String PIPELINE = "pipeline";

    /** How bad a symptom is, in rising order. */
    public enum Severity {
        /** Worth a look; the verdict stays ok. */
        NOTE("note"),
        /** Users of the monitored system feel it, or soon will. */
        DEGRADED("degraded"),
        /** What is shown is old. */
        STALE("stale"),
        /** Nothing can be known. */
        DOWN("down");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /** How the API writes it. */
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

    /** What the pipeline stored cannot be read. */
    public static Symptom down(String text) {
        return new Symptom(PIPELINE, Severity.DOWN, 0, text);
    }
}
