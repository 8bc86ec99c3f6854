package dev.tidemark.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a PostgreSQL is, and as whom to connect. A user and a password that were parameters of the URL are not in it any more, so it
 * may be logged; they override the settings.
 *
 * @param url the JDBC URL without user and password
 * @param user the role; empty if none was given
 * @param password the role's password; empty if none was given
 */
public record PostgresLogin(String url, String user, String password) {

    /** Tidemark's own database. */
    public static PostgresLogin own(SettingsReader settings) {
        Parts parts = Parts.of(settings.get(PostgresSetting.URL));
        return new PostgresLogin(
                parts.url,
                parts.user.orElseGet(() -> settings.get(PostgresSetting.USER)),
                parts.password.orElseGet(
                        () -> settings.find(PostgresSetting.PASSWORD).orElse("")));
    }

    /**
     * The monitored database; Tidemark's own if it has no URL. Only Tidemark's own server gets Tidemark's user and password, and only
     * together: for another URL without a user, the user is empty.
     */
    public static PostgresLogin monitored(SettingsReader settings) {
        Optional<String> user = settings.find(PostgresSetting.MONITORED_USER);
        Optional<String> password = settings.find(PostgresSetting.MONITORED_PASSWORD);
        Optional<String> url = settings.find(PostgresSetting.MONITORED_URL);
        if (url.isEmpty()) {
            PostgresLogin own = own(settings);
            return new PostgresLogin(
                    own.url, user.orElse(own.user), password.orElse(user.isPresent() ? "" : own.password));
        }
        Parts parts = Parts.of(url.get());
        return new PostgresLogin(
                parts.url,
                parts.user.or(() -> user).orElse(""),
                parts.password.or(() -> password).orElse(""));
    }

    /**
     * The driver's properties for a login with this password at Tidemark's own server: only SCRAM, with which the server must know the
     * password and is not told it. So a process that takes the port of a stopped server learns nothing. A {@code requireAuth} in the
     * URL overrides them.
     */
    public static Map<String, String> ownServer(String password) {
        return password.isEmpty() ? Map.of() : Map.of("requireAuth", "scram-sha-256");
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return Secrets.redact(url) + " as " + user;
    }

    private static final class Parts {
        private final String url;
        private final Optional<String> user;
        private final Optional<String> password;

        private Parts(String url, Optional<String> user, Optional<String> password) {
            this.url = url;
            this.user = user;
            this.password = password;
        }

        static Parts of(String url) {
            int begin = url.indexOf('?');
            if (begin < 0) {
                return new Parts(url, Optional.empty(), Optional.empty());
            }
            List<String> rest = new ArrayList<>();
            Optional<String> user = Optional.empty();
            Optional<String> password = Optional.empty();
            for (String parameter : url.substring(begin + 1).split("&", -1)) {
                if (parameter.startsWith("user=")) {
                    user = value(parameter);
                } else if (parameter.startsWith("password=")) {
                    password = value(parameter);
                } else if (!parameter.isEmpty()) {
                    rest.add(parameter);
                }
            }
            String bare = url.substring(0, begin);
            return new Parts(rest.isEmpty() ? bare : bare + "?" + String.join("&", rest), user, password);
        }

        private static Optional<String> value(String parameter) {
            String written = parameter.substring(parameter.indexOf('=') + 1);
            return Optional.of(URLDecoder.decode(written, StandardCharsets.UTF_8))
                    .filter(text -> !text.isEmpty());
        }
    }
}
