package dev.tidemark.query.store;

import dev.tidemark.settings.PostgresLogin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The driver's properties of every connection: its name at the server, its time limits, and how it may log in. */
final class DriverProperties {
    private DriverProperties() {}

    /**
     * @param parameters further parameters of the session
     */
    static Map<String, String> of(
            DatabaseSettings settings,
            String applicationName,
            Duration statementTimeout,
            Map<String, String> parameters) {
        Map<String, String> properties = new HashMap<>();
        if (settings.own()) {
            properties.putAll(PostgresLogin.ownServer(settings.login().password()));
        }
        long patience = settings.connectTimeout().plus(statementTimeout).toMillis();
        properties.put("ApplicationName", applicationName);
        properties.put(
                "options",
                "-c statement_timeout=" + statementTimeout.toMillis()
                        + parameters.entrySet().stream()
                                .map(parameter -> " -c " + parameter.getKey() + "=" + parameter.getValue())
                                .sorted()
                                .collect(Collectors.joining()));
        properties.put("connectTimeout", seconds(settings.connectTimeout()));
        properties.put("loginTimeout", seconds(settings.connectTimeout()));
        properties.put("socketTimeout", seconds(Duration.ofMillis(patience)));
        properties.put("tcpKeepAlive", "true");
        return properties;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(duration.toMillis() + 999)));
    }
}
