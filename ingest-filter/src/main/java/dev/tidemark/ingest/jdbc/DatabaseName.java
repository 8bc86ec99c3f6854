package dev.tidemark.ingest.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a database that its JDBC URL gives, such as {@code postgresql:db-1:5432/shop}: without user, password and parameters. */
final class DatabaseName {
    private static final Pattern URL = Pattern.compile("jdbc:([A-Za-z0-9+.-]+):([^?;&]*)(.*)", Pattern.DOTALL);
    private static final Pattern HARMLESS = Pattern.compile("[\\w.:/,\\[\\]~ -]+");

    private DatabaseName() {}

    /** Null if the URL does not give it, or may hold a password in it. */
    static @Nullable String of(@Nullable String url) {
        Matcher matcher = url == null ? null : URL.matcher(url);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String place = matcher.group(2);
        boolean hasPath = place.replaceFirst("^[^/]*//", "").contains("/");
        if (!hasPath && matcher.group(3).contains("@")) {
            // The parameters may begin within a password.
            return null;
        }
        place = place.substring(place.lastIndexOf('@') + 1);
        place = place.startsWith("//") ? place.substring(2) : place;
        place = place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
        return HARMLESS.matcher(place).matches() ? matcher.group(1) + ":" + place : null;
    }
}
