package dev.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresLoginTest {
    private static final String URL = "jdbc:postgresql://db/tidemark";
    private static final String OTHER = "jdbc:postgresql://other/shop";

    @Test
    void own_credentialsInTheUrl_areTakenOutAndOverrideTheSettings() {
        assertThat(PostgresLogin.own(reader(Map.of(
                        "TIDEMARK_POSTGRES_URL", URL + "?user=a%40b&ssl=true&password=p%26w",
                        "TIDEMARK_POSTGRES_USER", "c",
                        "TIDEMARK_POSTGRES_PASSWORD", "d"))))
                .isEqualTo(new PostgresLogin(URL + "?ssl=true", "a@b", "p&w"));
        assertThat(PostgresLogin.own(reader(Map.of("TIDEMARK_POSTGRES_URL", URL + "?password=x"))))
                .isEqualTo(new PostgresLogin(URL, "tidemark", "x"));
    }

    @Test
    void own_nothingSet_hasNoPassword() {
        assertThat(PostgresLogin.own(reader(Map.of())))
                .matches(login -> login.password().isEmpty());
    }

    @Test
    void monitored_withoutUrl_isTidemarksOwnServer() {
        Map<String, String> own = Map.of(
                "TIDEMARK_POSTGRES_URL", URL, "TIDEMARK_POSTGRES_USER", "app", "TIDEMARK_POSTGRES_PASSWORD", "own");

        assertThat(PostgresLogin.monitored(reader(own))).isEqualTo(new PostgresLogin(URL, "app", "own"));
        assertThat(PostgresLogin.monitored(reader(with(own, "TIDEMARK_MONITORED_POSTGRES_USER", "watcher"))))
                .as("another role never gets Tidemark's password")
                .isEqualTo(new PostgresLogin(URL, "watcher", ""));
    }

    @Test
    void monitored_urlAlone_getsNothingOfTidemarks() {
        Map<String, String> set = Map.of(
                "TIDEMARK_POSTGRES_USER", "app",
                "TIDEMARK_POSTGRES_PASSWORD", "own",
                "TIDEMARK_MONITORED_POSTGRES_URL", OTHER);

        assertThat(PostgresLogin.monitored(reader(set))).isEqualTo(new PostgresLogin(OTHER, "", ""));
        assertThat(PostgresLogin.monitored(reader(with(set, "TIDEMARK_MONITORED_POSTGRES_USER", "w"))))
                .isEqualTo(new PostgresLogin(OTHER, "w", ""));
        assertThat(PostgresLogin.monitored(
                        reader(with(set, "TIDEMARK_MONITORED_POSTGRES_URL", OTHER + "?user=w&password=p"))))
                .isEqualTo(new PostgresLogin(OTHER, "w", "p"));
    }

    @Test
    void url_withCredentialsBeforeTheHost_isRejectedWithoutShowingThem() {
        assertThatThrownBy(() -> PostgresLogin.own(
                        reader(Map.of("TIDEMARK_POSTGRES_URL", "jdbc:postgresql://app:s3cret@db/tidemark"))))
                .isInstanceOf(SettingException.class)
                .hasMessage("TIDEMARK_POSTGRES_URL \"***@db/tidemark\": expected jdbc:postgresql://host:port/database");
    }

    @Test
    void toString_omitsPasswords() {
        assertThat(new PostgresLogin(URL + "?sslpassword=s3cret", "app", "s3cret").toString())
                .isEqualTo(URL + "?sslpassword=*** as app");
    }

    private static Map<String, String> with(Map<String, String> some, String name, String value) {
        var all = new java.util.HashMap<>(some);
        all.put(name, value);
        return all;
    }

    private static SettingsReader reader(Map<String, String> environment) {
        return new SettingsReader(Component.QUERY_SERVICE, Map.of(), environment);
    }
}
