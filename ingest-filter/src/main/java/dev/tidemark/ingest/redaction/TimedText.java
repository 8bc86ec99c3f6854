package dev.tidemark.ingest.redaction;

/** A text that stops whoever reads it for too long: a regular expression cannot be interrupted otherwise. */
final class TimedText implements CharSequence {
    private static final int READS_PER_LOOK = 1024;

    private final String text;
    private final long deadline;
    private int reads;

    /** @param deadline when it stops, as {@link System#nanoTime()} counts */
    TimedText(String text, long deadline) {
        this.text = text;
        this.deadline = deadline;
    }

    /** {@code text} with the time limit that {@code original} has, if it has one. */
    static CharSequence sameLimit(CharSequence original, String text) {
        return original instanceof TimedText timed ? new TimedText(text, timed.deadline) : text;
    }

    @Override
    public char charAt(int index) {
        if (++reads % READS_PER_LOOK == 0 && System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("a text of " + text.length() + " characters took too long to redact");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
