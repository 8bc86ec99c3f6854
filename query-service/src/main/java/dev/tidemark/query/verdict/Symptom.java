package dev.tidemark.query.verdict;

/**
 * One thing that is wrong.
 *
 * @param subject what it is wrong with
 * @param severity how bad it is
 * @param weight orders symptoms of one severity; the larger, the sooner it is said
 * @param text the condition that was met, with its figures, in one line
 */
public record Symptom(Subject subject, Severity severity, double weight, String text) {
    /** What can be wrong. */
    public enum Subject {
        API,
        REDIS,
        POSTGRES,
        SYSTEM,
        PIPELINE
    }

    /** How bad a symptom is, in rising order. */
    public enum Severity {
        /** Worth a look; the verdict stays ok. */
        NOTE,
        /** Readers of the monitored system feel it, or soon will. */
        DEGRADED,
        /** What is shown is old. */
        STALE,
        /** Nothing can be known. */
        DOWN
    }

    public static Symptom note(Subject subject, double weight, String text) {
        return new Symptom(subject, Severity.NOTE, weight, text);
    }

    public static Symptom degraded(Subject subject, double weight, String text) {
        return new Symptom(subject, Severity.DEGRADED, weight, text);
    }

    /** The pipeline is behind. */
    public static Symptom stale(String text) {
        return new Symptom(Subject.PIPELINE, Severity.STALE, 0, text);
    }

    /** The pipeline's end cannot be read. */
    public static Symptom down(String text) {
        return new Symptom(Subject.PIPELINE, Severity.DOWN, 0, text);
    }
}
