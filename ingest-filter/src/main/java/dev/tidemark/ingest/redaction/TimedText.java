package dev.tidemark.ingest.redaction;

/** A text that throws when it is read after a deadline: there is no other way to interrupt a regular expression. */
final class TimedText implements CharSequence {
    private static final int READS_PER_LOOK = 1024;

    private final String text;
    private final long deadline;
    private int reads;

    /** @param deadline the last moment to read it, as {@link System#nanoTime()} */
    TimedText(String text, long deadline) {
        this.text = text;
        this.deadline = deadline;
    }

    /** {@code text} with the deadline of {@code original}, if it has one. */
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
