package dev.tidemark.ingest.redaction;

/**
 * What is taken out of log lines before they leave the process. Try it on a sample line:
 *
 * <pre>{@code
 * Redaction.standard().redact("login of jo@example.org, password=hunter2")
 *     → "login of [REDACTED], password=[REDACTED]"
 * }</pre>
 *
 * <p>Implementations are called by one thread at a time, off the application's threads, and must not block. If one
 * throws, or is slow, the text is replaced as a whole.
 */
@FunctionalInterface
public interface Redaction {
    /** Stands in place of what was taken out. */
    String REDACTED = "[REDACTED]";

    /**
     * The text without what must not leave the process.
     *
     * @param text a message, a stack trace or the value of a field; of bounded length
     */
    String redact(CharSequence text);

    /** Whether the value of a field with this name is taken out, whatever it looks like. */
    default boolean hides(String fieldName) {
        return false;
    }

    /**
     * Takes out what looks like a password, a token, an API key, an Authorization or Cookie header, a JWT, a private
     * key, credentials in a URL, a payment card's number, or an e-mail address.
     */
    static Redaction standard() {
        return new StandardRedaction();
    }

    /** Takes out nothing. */
    static Redaction none() {
        return CharSequence::toString;
    }
}
