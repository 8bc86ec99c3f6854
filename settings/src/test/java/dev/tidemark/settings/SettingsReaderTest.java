package dev.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class SettingsReaderTest {
    private static final Setting<Duration> SAMPLE_INTERVAL = FilterSetting.SAMPLE_INTERVAL;
    private static final Map<String, String> NONE = Map.of();

    @Test
    void get_nothingSet_returnsTheDefaultOfTheComponent() {
        assertThat(reader(Component.QUERY_SERVICE, NONE, NONE).get(ServerSetting.HTTP_PORT))
                .isEqualTo(8080);
        assertThat(reader(Component.SHOP, NONE, NONE).get(ServerSetting.HTTP_PORT))
                .isEqualTo(8081);
    }

    @Test
    void get_setInSeveralPlaces_takesCodeThenPropertyThenVariable() {
        Map<String, String> properties = Map.of("tidemark.sample-interval", "2s");
        Map<String, String> environment = Map.of("TIDEMARK_SAMPLE_INTERVAL", "3s");
        SettingsReader both = reader(properties, environment);

        assertThat(both.with(Map.of(SAMPLE_INTERVAL, "1s")).get(SAMPLE_INTERVAL))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(both.get(SAMPLE_INTERVAL)).isEqualTo(Duration.ofSeconds(2));
        assertThat(reader(NONE, environment).get(SAMPLE_INTERVAL)).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.sample-interval", "tidemark.sample.interval"})
    void get_propertyWithDotsOrDashes_isFound(String property) {
        assertThat(reader(Map.of(property, "7s"), NONE).get(SAMPLE_INTERVAL)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void get_bothSpellings_prefersTheDocumentedOne() {
        Map<String, String> both = Map.of("tidemark.sample-interval", "1s", "tidemark.sample.interval", "2s");

        assertThat(reader(both, NONE).get(SAMPLE_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(reader(Map.of("tidemark.sample-interval", " ", "tidemark.sample.interval", "2s"), NONE)
                        .get(SAMPLE_INTERVAL))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void get_emptyValue_countsAsNotSet() {
        assertThat(reader(Map.of("tidemark.sample-interval", " "), Map.of("TIDEMARK_SAMPLE_INTERVAL", "3s"))
                        .get(SAMPLE_INTERVAL))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(reader(NONE, Map.of("TIDEMARK_SAMPLE_INTERVAL", "")).get(SAMPLE_INTERVAL))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(reader(NONE, Map.of("TIDEMARK_INSTANCE", " ")).find(FilterSetting.INSTANCE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tidemark.sample-interval", "tidemark.sample.interval", "TIDEMARK_SAMPLE_INTERVAL"})
    void get_wrongValue_isReportedUnderTheNameUsed(String name) {
        Map<String, String> set = Map.of(name, "soon");

        assertThatThrownBy(() -> reader(set, set).get(SAMPLE_INTERVAL))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        name + " \"soon\": expected " + SAMPLE_INTERVAL.type().form());
    }

    @Test
    void get_wrongValueWithAPassword_hidesThePassword() {
        Map<String, String> set =
                Map.of("TIDEMARK_POSTGRES_URL", "jdbc:mysql://db/shop?user=app&password=s3cret&ssl=true");

        assertThatThrownBy(() -> reader(Component.QUERY_SERVICE, NONE, set).get(PostgresSetting.URL))
                .hasMessage(
                        "TIDEMARK_POSTGRES_URL \"jdbc:mysql://db/shop?user=app&password=***&ssl=true\": expected jdbc:postgresql://host:port/database");
        assertThat(SettingException.wrongValue("TIDEMARK_REDIS_URI", "rediss//app:s3cret@cache:6379", "a URL"))
                .hasMessage("TIDEMARK_REDIS_URI \"***@cache:6379\": expected a URL");
    }

    @Test
    void get_settingOfAnotherComponent_isAProgrammingError() {
        assertThatThrownBy(() -> reader(NONE, NONE).get(ProcessorSetting.THREADS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tidemark.threads is not declared for the filter");
    }

    @Test
    void kafkaClient_propertiesOverrideVariables() {
        SettingsReader reader = reader(
                Map.of(
                        "tidemark.kafka.client.linger.ms", "7",
                        "tidemark.kafka.client.sasl-mechanism", "PLAIN"),
                Map.of(
                        "TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "TIDEMARK_KAFKA_CLIENT_LINGER_MS", "5",
                        "TIDEMARK_KAFKA_CLIENT_SSL_TRUSTSTORE_TYPE", ""));

        assertThat(reader.kafkaClient())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "linger.ms", "7", "sasl.mechanism", "PLAIN"));
    }

    @ParameterizedTest
    @CsvSource({
        "TIDEMARK_KAFKA_CLIENT_ACKS",
        "TIDEMARK_KAFKA_CLIENT_ISOLATION_LEVEL",
        "TIDEMARK_KAFKA_CLIENT_ENABLE_AUTO_COMMIT",
        "TIDEMARK_KAFKA_CLIENT_MAIN_CONSUMER_ISOLATION_LEVEL",
        "TIDEMARK_KAFKA_CLIENT_PRODUCER_ENABLE_IDEMPOTENCE",
        "tidemark.kafka.client.acks",
        "tidemark.kafka.client.producer.acks"
    })
    void kafkaClient_reservedProperty_isRejectedByName(String name) {
        Map<String, String> set = Map.of(name, "1");

        assertThatThrownBy(() -> reader(set, set).kafkaClient())
                .isInstanceOf(SettingException.class)
                .hasMessage(name + " cannot be set: storing each event exactly once depends on Tidemark's value");
    }

    @Test
    void kafkaClient_bootstrapServers_namesTheSettingToUse() {
        assertThatThrownBy(() -> reader(NONE, Map.of("TIDEMARK_KAFKA_CLIENT_BOOTSTRAP_SERVERS", "a:1"))
                        .kafkaClient())
                .hasMessage(
                        "TIDEMARK_KAFKA_CLIENT_BOOTSTRAP_SERVERS cannot be set: set TIDEMARK_KAFKA_BOOTSTRAP_SERVERS instead");
    }

    @Test
    void unknown_listsNamesThatNobodyReads() {
        SettingsReader reader = reader(
                Map.of("tidemark.threads", "2", "tidemark.retention.rollups.10s", "1h", "java.home", "/"),
                Map.of(
                        "TIDEMARK_SAMPLE_INTERVALL", "5s",
                        "TIDEMARK_KAFKA_BUFFER_MEMORY", "8MiB",
                        "TIDEMARK_KAFKA_CLIENT_LINGER_MS", "5",
                        "SHOP_URL", "http://shop"));

        assertThat(reader.unknown())
                .containsExactly(
                        "TIDEMARK_KAFKA_BUFFER_MEMORY (properties of Kafka's clients begin with TIDEMARK_KAFKA_CLIENT_:"
                                + " TIDEMARK_KAFKA_CLIENT_BUFFER_MEMORY)",
                        "TIDEMARK_SAMPLE_INTERVALL (did you mean TIDEMARK_SAMPLE_INTERVAL?)");
    }

    @ParameterizedTest
    @CsvSource({
        "TIDEMARK_POSTGRESS_URL, TIDEMARK_POSTGRES_URL",
        "TIDEMARK_POSTGERS_PASSWORD, TIDEMARK_POSTGRES_PASSWORD",
        "TIDEMARK_RETENTION_ROLLUP_10S, TIDEMARK_RETENTION_ROLLUPS_10S",
        "TIDEMARK_REDIS_URL, TIDEMARK_REDIS_URI",
        "TIDEMARK_KAFKA_BOOTSTRAP_SERVER, TIDEMARK_KAFKA_BOOTSTRAP_SERVERS",
        "TIDEMARK_KAFKA_CLEINT_SECURITY_PROTOCOL, TIDEMARK_KAFKA_CLIENT_SECURITY_PROTOCOL",
        "TIDEMRK_SAMPLE_INTERVAL, TIDEMARK_SAMPLE_INTERVAL",
        "tidemark_sample_interval, TIDEMARK_SAMPLE_INTERVAL",
        "tidemark.sampl-interval, tidemark.sample-interval",
        "tidemark.retention.rollup-10s, tidemark.retention.rollups-10s",
    })
    void unknown_misspeltName_suggestsTheNearestOne(String written, String meant) {
        assertThat(reader(NONE, Map.of(written, "x")).unknown())
                .containsExactly(written + " (did you mean " + meant + "?)");
    }

    @Test
    void unknown_everySettingOfEveryComponent_isKnownToAll() {
        Map<String, String> environment = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        Settings.all().forEach(setting -> {
            environment.put(setting.variable(), "x");
            properties.put(setting.property(), "x");
        });
        for (Component component : Component.values()) {
            assertThat(reader(component, properties, environment).unknown()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIDEMARK_KAFKA_CLIENT_SASL_LOGIN_CALLBACK_HANDLER_CLASS",
                "tidemark.kafka.client.anything",
                "TIDEMARK_TEST_BACKENDS",
                "TIDE_TABLE",
                "HOME",
                "REDIS_URL",
                "KAFKA_BOOTSTRAP_SERVERS",
                "POSTGRES_PASSWORD"
            })
    void unknown_freeFormAndForeignNames_areNotListed(String name) {
        assertThat(reader(NONE, Map.of(name, "x")).unknown()).isEmpty();
    }

    @Test
    void unknown_nameLikeNoOther_hasNoSuggestion() {
        assertThat(reader(NONE, Map.of("TIDEMARK_COLOUR_OF_THE_SEA", "blue")).unknown())
                .containsExactly("TIDEMARK_COLOUR_OF_THE_SEA");
    }

    private static SettingsReader reader(Map<String, String> properties, Map<String, String> environment) {
        return reader(Component.FILTER, properties, environment);
    }

    private static SettingsReader reader(
            Component component, Map<String, String> properties, Map<String, String> environment) {
        return new SettingsReader(component, properties, environment);
    }
}
