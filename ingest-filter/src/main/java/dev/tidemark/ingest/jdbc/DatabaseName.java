package dev.tidemark.ingest.jdbc;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a database that its JDBC URL gives, such as {@code postgresql:db-1:5432/shop}: without user, password and parameters. */
final class DatabaseName {
    private static final Pattern URL = Pattern.compile("jdbc:([A-Za-z0-9+.-]+):([^?;&]*)(.*)", Pattern.DOTALL);

    private static final String HOST = "(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d+)?";
    private static final String HOSTS = HOST + "(?:," + HOST + ")*";
    private static final String PATH = "(?:/[\\w.~ -]+)*/?";

    /** Without credentials. */
    private static final Pattern HOSTS_AND_PATH =
            Pattern.compile("((?:[A-Za-z][\\w+.-]*:)*)//((?:" + HOSTS + ")?)(" + PATH + ")");

    /** Behind credentials; Oracle's databases may follow a colon. */
    private static final Pattern BEHIND_CREDENTIALS =
            Pattern.compile("(?:(?:[A-Za-z]+:)?//)?(" + HOSTS + "(?::[\\w.-]+)?" + PATH + ")");

    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");
    private static final Pattern FILE = Pattern.compile("[\\w.:/~ -]+");
    private static final Pattern PARAMETERS = Pattern.compile("[?;][\\w.-]+=.*", Pattern.DOTALL);

    /** Databases in files or in memory, without credentials before the parameters. */
    private static final Set<String> EMBEDDED = Set.of("h2", "hsqldb", "derby", "sqlite");

    private DatabaseName() {}

    /** What follows {@code jdbc:}, in lower case; null if the URL has another form. */
    static @Nullable String scheme(@Nullable String url) {
        Matcher matcher = url == null ? null : URL.matcher(url);
        return matcher == null || !matcher.matches() ? null : matcher.group(1).toLowerCase(Locale.ROOT);
    }

    /** Null if the URL does not give it, or may hold a password in it. */
    static @Nullable String of(@Nullable String url) {
        Matcher matcher = url == null ? null : URL.matcher(url);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String scheme = matcher.group(1);
        String place = place(scheme.toLowerCase(Locale.ROOT), matcher.group(2), matcher.group(3));
        if (place == null) {
            return null;
        }
        return scheme + ":" + (place.endsWith("/") ? place.substring(0, place.length() - 1) : place);
    }

    private static @Nullable String place(String scheme, String place, String parameters) {
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            // A further one may be that which ends the password.
            Matcher behind = BEHIND_CREDENTIALS.matcher(place.substring(at + 1));
            return parameters.indexOf('@') < 0 && behind.matches() ? behind.group(1) : null;
        }
        boolean mayEndPassword = parameters.indexOf('@') >= 0;
        Matcher hosts = HOSTS_AND_PATH.matcher(place);
        if (hosts.matches()) {
            boolean noPassword = hosts.group(2).indexOf(':') < 0
                    && hosts.group(3).length() > 1
                    && PARAMETERS.matcher(parameters).matches();
            String before = hosts.group(1);
            return mayEndPassword && !noPassword
                    ? null
                    : (before.isEmpty() ? "" : before + "//") + hosts.group(2) + hosts.group(3);
        }
        // Oracle's may be a user and a password without a place.
        boolean harmless = EMBEDDED.contains(scheme)
                ? FILE.matcher(place).matches()
                : PLAIN.matcher(place).matches() && !scheme.equals("oracle");
        return harmless && !mayEndPassword ? place : null;
    }
}
