package dev.tidemark.query.export;

import java.util.regex.Pattern;

/** Texts of others in files. */
public final class Controls {
    /** Control a terminal or the direction of writing; the same as on the pages ({@code wording.js}). */
    static final Pattern CONTROLS = Pattern.compile("[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f"
            + "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private Controls() {}

    /** The same text with such characters made visible. */
    public static String visible(String text) {
        return CONTROLS.matcher(text)
                .replaceAll(
                        control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
    }
}
