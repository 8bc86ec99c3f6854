package dev.tidemark.query.settings;

import java.util.regex.Pattern;

/** A setting in the wrong form. The message names it, its value without any password in it, and the expected form. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What stands before a URL's host, however wrong it is, and what is given as a parameter. */
    private static final Pattern SECRET = Pattern.compile("(?is)^.*(?=@)|(?<=password=)[^&]*");

    SettingException(String name, String value, String expected) {
        super(name + " \"" + SECRET.matcher(value).replaceAll("***") + "\": expected " + expected);
    }
}
