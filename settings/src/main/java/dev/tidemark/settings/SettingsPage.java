package dev.tidemark.settings;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/settings.md} from the declarations. */
public final class SettingsPage {
    @SuppressWarnings("InlineFormatString")
    private static final String HEAD = """
            # Settings

            <!-- Generated from the declarations in the module settings; `./tidemark docs` renews it. -->

            Set the environment variable or the system property. A variable is its property in upper case, with
            underscores for dots and dashes; the words of a property may be separated by dots or dashes. A system property overrides a
            variable. An empty value means the default. A wrong value prevents startup, with an error that contains the name, the value and
            the expected form; the filter never stops the application: it logs the error once and stays disabled. Each component ignores the settings of
            the others, so all of them can share one environment. In an application on Micronaut or Spring Boot, the filter also reads the
            properties below from its configuration, such as `application.yml`; variables and system properties override them. A name that begins with `TIDEMARK_` or
            `tidemark.`, or nearly so, and is not on this page is logged at startup, with the nearest name of this page.

            Set passwords in the variables for passwords, in an environment that only the service may read. A user and a password inside a
            JDBC or Redis URL work too; they are never logged or shown.

            ## Kafka clients

            `TIDEMARK_KAFKA_CLIENT_…` sets a property for all Kafka clients of every component: `TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL`
            (or `tidemark.kafka.client.security.protocol`) sets `security.protocol`. To connect to a broker with SASL over TLS:

            ```
            TIDEMARK_KAFKA_BOOTSTRAP_SERVERS=kafka.example.com:9093
            TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL=SASL_SSL
            TIDEMARK_KAFKA_CLIENT_SASL_MECHANISM=SCRAM-SHA-512
            TIDEMARK_KAFKA_CLIENT_SASL_JAAS_CONFIG=org.apache.kafka.common.security.scram.ScramLoginModule required username="tidemark" password="…";
            TIDEMARK_KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION=/etc/tidemark/truststore.p12
            TIDEMARK_KAFKA_CLIENT_SSL_TRUSTSTORE_PASSWORD=…
            ```

            Memory and batching of the filter's two producers, of logs and of everything else, are set the same way, in the application's
            environment, in whole bytes and milliseconds: `TIDEMARK_KAFKA_CLIENT_BUFFER_MEMORY` (8388608 each), `…_BATCH_SIZE` (65536) and
            `…_LINGER_MS` (50).

            These cannot be set, because Tidemark's guarantees depend on them: %s.
            """;

    private SettingsPage() {}

    /** Prints the page. */
    public static void main(String[] args) {
        System.out.writeBytes(text().getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    static String text() {
        StringBuilder page = new StringBuilder(HEAD.formatted(KafkaClientProperties.reservedNames().keySet().stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "))));
        for (SettingGroup group : Settings.GROUPS) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append(
                    "| variable | property | default | form | description | read by |\n|---|---|---|---|---|---|\n");
            group.settings().forEach(setting -> page.append(row(setting)));
        }
        return page.toString();
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        setting.variable(),
                        setting.property(),
                        defaults(setting),
                        escaped(setting.type().form()),
                        escaped(setting.description()),
                        setting.readers().stream().map(Component::title).collect(Collectors.joining(", ")));
    }

    private static String defaults(Setting<?> setting) {
        Map<String, List<Component>> byValue = setting.readers().stream()
                .collect(Collectors.groupingBy(setting::defaultFor, LinkedHashMap::new, Collectors.toList()));
        return byValue.entrySet().stream()
                .map(entry -> {
                    String value = shown(entry.getKey());
                    return byValue.size() == 1
                            ? value
                            : value + " ("
                                    + entry.getValue().stream()
                                            .map(Component::title)
                                            .collect(Collectors.joining(", "))
                                    + ")";
                })
                .collect(Collectors.joining("; "));
    }

    private static String shown(String value) {
        return value.isEmpty() ? "–" : "`" + escaped(value) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
