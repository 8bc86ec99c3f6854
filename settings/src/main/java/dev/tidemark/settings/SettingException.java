package dev.tidemark.settings;

/**
 * A setting has a wrong value. The message contains the name as the user wrote it, the value without secrets, and the
 * expected form.
 */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 80;

    private SettingException(String message) {
        super(message);
    }

    /** A value that is not in the expected form. */
    public static SettingException wrongValue(String name, String value, String expected) {
        String shown = Secrets.redactValue(value);
        if (shown.length() > MAX_SHOWN) {
            shown = shown.substring(0, MAX_SHOWN) + "…";
        }
        return new SettingException(name + " \"" + shown + "\": expected " + expected);
    }

    static SettingException reserved(String name, String reason) {
        return new SettingException(name + " cannot be set: " + reason);
    }
}
