package dev.tidemark.processor.topology;

/**
 * A stored form was written by a newer Tidemark. It is not malformed, so nothing may be dropped; this processor must stop counting instead,
 * and leave the partition to an instance that can read it.
 */
public final class NewerFormException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NewerFormException(String message) {
        super(message);
    }

    /**
     * Checks the first byte of a form.
     *
     * @param form what it is, such as "delta"
     * @param version the byte that was read
     * @param known the newest version that this Tidemark reads
     * @throws NewerFormException if a newer Tidemark has written it
     * @throws IllegalArgumentException if nobody has: such a version is far away, or a character of some text
     */
    static void check(String form, byte version, byte known) {
        if (version > known && version < '\t') {
            throw new NewerFormException(form + " of version " + version + "; this one reads version " + known);
        }
        if (version != known) {
            throw new IllegalArgumentException(form + " of version " + version + ": expected " + known);
        }
    }
}
