package dev.tidemark.wire.codec;

import java.util.Objects;

/**
 * A record's value breaks the contract of its topic. The message names the value and the expected form. It has no stack
 * trace, because a hostile producer may cause millions of them.
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

    /** The message quotes untrusted input: line breaks, terminal escapes and half characters are replaced. */
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
