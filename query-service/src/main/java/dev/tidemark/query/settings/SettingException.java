package dev.tidemark.query.settings;

/** A setting in the wrong form. The message names it, its value and the expected form. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingException(String name, String value, String expected) {
        super(name + " \"" + value + "\": expected " + expected);
    }
}
