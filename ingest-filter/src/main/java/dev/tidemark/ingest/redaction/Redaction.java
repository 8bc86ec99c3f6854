package dev.tidemark.ingest.redaction;

import java.util.Map;

/**
 * Removes sensitive text from log lines before they leave the process. Try it on a sample line:
 *
 * <pre>{@code
 * Redaction.standard().redact("login of jo@example.org, password=hunter2")
 *     → "login of [REDACTED], password=[REDACTED]"
 * }</pre>
 *
 * <p>Implementations are called by one thread at a time, never an application thread, and must not block. If one
 * throws or is too slow, the whole text is replaced.
 */
@FunctionalInterface
public interface Redaction {
    /** Replaces removed text. */
    String REDACTED = "[REDACTED]";

    /**
     * Returns the text without sensitive parts.
     *
     * @param text a message, a stack trace or the value of a field; of bounded length
     */
    String redact(CharSequence text);

    /** Whether values of fields with this name are always removed. */
    default boolean hides(String fieldName) {
        return false;
    }

    /**
     * Returns the value of a field without sensitive parts; the default is {@link #REDACTED} if {@link #hides} says so,
     * else the redacted value.
     */
    default String redactField(String name, CharSequence value) {
        return hides(name) ? REDACTED : redact(value);
    }

    /** How often each rule has removed something; empty if this is not counted. May be called by any thread. */
    default Map<String, Long> counts() {
        return Map.of();
    }

    /**
     * Removes passwords, tokens, API keys, Authorization and Cookie headers, JWTs, private keys, credentials in URLs,
     * payment card numbers, and e-mail addresses.
     */
    static Redaction standard() {
        return with().build();
    }

    /** Builds the standard redaction with rules of the application's own. */
    static RedactionBuilder with() {
        return new RedactionBuilder();
    }

    /** Removes nothing. */
    static Redaction none() {
        return CharSequence::toString;
    }
}
