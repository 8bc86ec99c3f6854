package dev.tidemark.settings;

import java.util.Locale;

/** The names of settings. */
final class Names {
    private Names() {}

    /** The environment variable of a property. */
    static String variable(String property) {
        return canonical(property).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The one spelling of a property that may be written with dots or dashes between its words. */
    static String canonical(String property) {
        return property.replace('-', '.');
    }
}
