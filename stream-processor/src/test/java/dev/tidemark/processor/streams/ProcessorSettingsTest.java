package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.topology.TopologyMemory;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.ProcessorSetting;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class ProcessorSettingsTest {

    private static ProcessorSettings settings(Map<String, String> given) {
        Properties properties = new Properties();
        properties.putAll(given);
        return ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties));
    }

    @Test
    void defaults_areTheDocumentedOnes() {
        assertThat(settings(Map.of()))
                .isEqualTo(new ProcessorSettings(
                        Map.of("bootstrap.servers", "localhost:19092"),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        -1,
                        "tidemark-processor",
                        Path.of(".tidemark/processor"),
                        Duration.ofSeconds(1),
                        2,
                        0,
                        Duration.ofSeconds(5),
                        new TopologySettings(
                                4,
                                Duration.ofHours(24),
                                Duration.ofMinutes(5),
                                2_000,
                                50_000,
                                1_000,
                                Duration.ofHours(24),
                                Duration.ofDays(7),
                                10_000,
                                30_000,
                                new TopologyMemory(12 << 20, 24 << 20, 72 << 20))));
    }

    @Test
    void settings_areReadByName() {
        ProcessorSettings settings = settings(Map.of(
                "tidemark.kafka.bootstrap.servers", "a:1",
                "tidemark.kafka.client.security.protocol", "SSL",
                "tidemark.kafka.patience", "3s",
                "tidemark.commit.interval", "250ms",
                "tidemark.threads", "4",
                "tidemark.standby.replicas", "1",
                "tidemark.allowed.lateness", "2h",
                "tidemark.max.series.per.service", "7"));

        assertThat(settings.kafka()).isEqualTo(Map.of("bootstrap.servers", "a:1", "security.protocol", "SSL"));
        assertThat(settings.kafkaPatience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.topology().allowedLateness()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.topology().maxSeriesPerService()).isEqualTo(7);
        assertThat(RollupStreams.config(settings, "me"))
                .containsEntry("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("commit.interval.ms", 125L)
                .containsEntry("num.stream.threads", 4)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("main.consumer.group.instance.id", "me");
    }

    @Test
    void durations_outOfRange_areRejectedByName() {
        for (String bad : new String[] {"0s", "1ms", "21s"}) {
            assertThatThrownBy(() -> settings(Map.of("tidemark.commit.interval", bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tidemark.commit.interval \"" + bad + "\": expected "
                            + ProcessorSetting.COMMIT_INTERVAL.type().form());
        }
        assertThatThrownBy(() -> settings(Map.of("tidemark.allowed.lateness", "200000000d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tidemark.allowed.lateness \"200000000d\": expected "
                        + ProcessorSetting.ALLOWED_LATENESS.type().form());
    }

    @Test
    void settings_ofOtherComponents_areIgnored() {
        ProcessorSettings settings = ProcessorSettings.from(new SettingsReader(
                Component.PROCESSOR,
                Map.of(),
                Map.of(
                        "TIDEMARK_KAFKA_BUFFER_MEMORY", "8MiB",
                        "TIDEMARK_QUEUE_CAPACITY", "many",
                        "TIDEMARK_HTTP_PORT", "http")));

        assertThat(settings).isEqualTo(settings(Map.of()));
    }

    @Test
    void kafkaClient_reservedProperty_isRejected() {
        assertThatThrownBy(() -> settings(Map.of("tidemark.kafka.client.isolation.level", "read_uncommitted")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tidemark.kafka.client.isolation.level cannot be set: ");
    }

    /** Otherwise, a misspelt or removed setting of Kafka Streams would only be a warning that nobody reads. */
    @Test
    void streamsConfig_containsOnlyKnownSettings() {
        var known = StreamsConfig.configDef().names();
        assertThat(RollupStreams.config(settings(Map.of()), "me").keySet())
                .allMatch(name -> known.contains(name)
                        || name.startsWith("main.consumer.")
                        || name.startsWith("consumer.")
                        || name.startsWith("producer.")
                        || name.equals("topic." + TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG));
    }
}
