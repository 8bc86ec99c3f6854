package dev.tidemark.wire.codec;

import java.util.Objects;

/**
 * A record's value that is not what its topic promises. The message names the value and the expected form. It has no
 * stack trace: a hostile producer may cause millions of them.
 */
public final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedEventException(String message) {
        super(printable(message), null, false, false);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The message quotes what strangers sent: no line break, terminal escape or half a character gets through. */
    private static String printable(String message) {
        String storable = JsonFields.storable(message);
        for (int i = 0; i < storable.length(); i++) {
            if (Character.isISOControl(storable.charAt(i))) {
                return replaceControls(storable, i);
            }
        }
        return storable;
    }

    private static String replaceControls(String text, int from) {
        StringBuilder out = new StringBuilder(text);
        for (int i = from; i < out.length(); i++) {
            if (Character.isISOControl(out.charAt(i))) {
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out.toString();
    }
}
