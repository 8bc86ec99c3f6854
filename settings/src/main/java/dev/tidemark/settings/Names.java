package dev.tidemark.settings;

import java.util.Locale;

/** The names of settings. */
final class Names {
    private Names() {}

    /** The environment variable of a property. */
    static String variable(String property) {
        return canonical(property).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The canonical spelling of a property, whose words may be separated by dots or dashes. */
    static String canonical(String property) {
        return property.replace('-', '.');
    }
}
