package dev.tidemark.ingest.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.KafkaSetting;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Tag("java17")
class KafkaClassLoaderTest {
    private final KafkaClassLoader loader = new KafkaClassLoader(KafkaProducers.class.getClassLoader());

    @Test
    void kafka_isCopiedAndTidemarksInterfacesAreShared() throws Exception {
        assertThat(loader.loadClass(KafkaProducer.class.getName())).isNotSameAs(KafkaProducer.class);
        assertThat(loader.loadClass(KafkaEventProducer.class.getName())).isNotSameAs(KafkaEventProducer.class);
        assertThat(loader.loadClass(EventProducer.class.getName())).isSameAs(EventProducer.class);
    }

    @Test
    void slf4j_copied_hasNoBackEnd() throws Exception {
        Object copied = loader.loadClass(LoggerFactory.class.getName())
                .getMethod("getILoggerFactory")
                .invoke(null);

        assertThat(copied.getClass().getSimpleName()).isEqualTo("NOPLoggerFactory");
        // The control.
        assertThat(LoggerFactory.getILoggerFactory().getClass().getSimpleName()).isEqualTo("LoggerContext");
    }

    @ParameterizedTest
    @CsvSource({
        "net.jpountz.lz4.LZ4Factory, LZ4Factory:JavaSafe",
        "net.jpountz.xxhash.XXHashFactory, XXHashFactory:JavaSafe"
    })
    void lz4_copied_usesNeitherNativeCodeNorUnsafe(String factory, String expected) throws Exception {
        Object fastest = loader.loadClass(factory).getMethod("fastestInstance").invoke(null);

        assertThat(fastest).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "compression.type, none, true",
        "security.protocol, SSL, true",
        "security.protocol, SASL_SSL, false",
        "ssl.engine.factory.class, com.example.Engine, false",
        "metric.reporters, com.example.Reporter, false"
    })
    void isCopied_property_dependsOnWhetherTheApplicationProvidesClasses(String name, String value, boolean copied) {
        assertThat(new KafkaProducers(settings(Map.of(name, value))).isCopied()).isEqualTo(copied);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, a, true",
        "SCRAM-SHA-512, a, true",
        "SCRAM-SHA-512, tokenauth=true, false",
        "OAUTHBEARER, a, false",
        "GSSAPI, a, false"
    })
    void isCopied_login_dependsOnTheMechanism(String mechanism, String jaas, boolean copied) {
        Map<String, String> client =
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", mechanism, "sasl.jaas.config", jaas);

        assertThat(new KafkaProducers(settings(client)).isCopied()).isEqualTo(copied);
    }

    /** Security providers are global, and the application's own clients need its own one. */
    @Test
    void open_scram_registersTheApplicationsProvider() {
        Map<String, String> client = Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", ScramLoginModule.class.getName() + " required username=\"a\" password=\"b\";");
        KafkaProducers producers = new KafkaProducers(settings(client));

        producers.open("a").close(Duration.ZERO);

        assertThat(producers.isCopied()).isTrue();
        assertThat(Security.getProvider("SASL/SCRAM Client Provider").getClass().getClassLoader())
                .isSameAs(ScramLoginModule.class.getClassLoader());
    }

    @Test
    void open_wrongProperty_throwsTheCopysException() {
        assertThatThrownBy(() -> new KafkaProducers(settings(Map.of("linger.ms", "long"))).open("a"))
                .isNotInstanceOf(ConfigException.class)
                .hasMessageContaining("linger.ms");
    }

    @Test
    void properties_notCopied_avoidWhatMakesTheJvmWarn() {
        Settings settings = settings(Map.of());

        assertThat(ProducerProperties.of(settings, "a", true)).containsEntry("compression.type", "lz4");
        assertThat(ProducerProperties.of(settings, "a", false))
                .containsEntry("compression.type", Runtime.version().feature() < 24 ? "lz4" : "gzip");
    }

    private static Settings settings(Map<String, String> client) {
        return Settings.read(Map.of(KafkaSetting.BOOTSTRAP_SERVERS, "127.0.0.1:1"), client);
    }
}
