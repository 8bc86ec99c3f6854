package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.topology.RollupTopology;
import dev.tidemark.processor.topology.TopologyCounters;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupStreamsTest {
    @TempDir
    Path folder;

    private static RollupStreams streams(Path stateDir) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "tidemark.state.dir",
                stateDir.toString(),
                // Nothing listens there, and nothing is started.
                "tidemark.kafka.bootstrap.servers",
                "127.0.0.1:9"));
        return new RollupStreams(
                ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, properties)),
                new RollupTopology(TopologySettings.DEFAULTS, new TopologyCounters()));
    }

    @Test
    void internalTopics_areCreatedWithTheirSettings() {
        ProcessorSettings settings = ProcessorSettings.from(SettingsReader.of(Component.PROCESSOR, new Properties()));

        assertThat(new StreamsConfig(RollupStreams.config(settings, "i1"))
                        .originalsWithPrefix(StreamsConfig.TOPIC_PREFIX))
                .containsAllEntriesOf(Topics.INTERNAL_SETTINGS);
    }

    @Test
    void stateDirectory_notWritable_isNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> streams(file.resolve("state")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(file.resolve("state") + ": expected a writable directory (tidemark.state-dir)");
    }

    @Test
    void stateDirectory_inUse_isNamed() {
        try (RollupStreams first = streams(folder)) {
            assertThat(first.isRunning()).isFalse();
            assertThatThrownBy(() -> streams(folder))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(folder.toString());
        }
    }
}
