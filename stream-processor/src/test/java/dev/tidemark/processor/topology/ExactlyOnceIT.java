package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.event.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processors on a real broker under traffic; processors and broker are killed. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ExactlyOnceIT {
    private static final String APPLICATION = "exactly-once";

    /** Bounds so narrow that deltas are forwarded early and windows are read again from their store. */
    private static final Map<String, String> SETTINGS = Map.of(
            "tidemark.application.id", APPLICATION,
            "tidemark.commit.interval", "500ms",
            "tidemark.threads", "1",
            "tidemark.max.live.deltas", "100",
            "tidemark.max.live.windows", "200");

    @TempDir
    Path folder;

    private final KafkaBroker kafka = DeclaredKafka.started();

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    @Tag("faults")
    void windows_afterKillsAndRestarts_equalThoseOfAComputationWithoutFaults() {
        try (TopologyProcess first = process("first", Map.of("tidemark.standby.replicas", "1"));
                TopologyProcess second = process("second", Map.of("tidemark.standby.replicas", "1"));
                Traffic traffic = new Traffic(kafka.bootstrapServers());
                Published published = new Published(kafka.bootstrapServers(), APPLICATION)) {
            first.start();
            second.start();
            traffic.begin();
            awaitMore(published);
            first.kill();
            first.start();
            awaitMore(published);
            second.kill();
            awaitMore(published);
            second.start();
            awaitMore(published);
            first.stop();
            awaitMore(published);

            assertNothingIsLostOrCountedTwice(traffic, published);
        }
    }

    @Test
    void windows_afterAKillOfTheBroker_equalThoseOfAComputationWithoutFaults() {
        try (TopologyProcess processor = process("first", Map.of());
                Traffic traffic = new Traffic(kafka.bootstrapServers());
                Published published = new Published(kafka.bootstrapServers(), APPLICATION)) {
            processor.start();
            traffic.begin();
            awaitMore(published);
            kafka.kill();
            kafka.start();
            awaitMore(published);

            assertNothingIsLostOrCountedTwice(traffic, published);
        }
    }

    private static void assertNothingIsLostOrCountedTwice(Traffic traffic, Published published) {
        traffic.end();
        published.awaitAll();

        for (Tier tier : Tier.values()) {
            assertThat(published.requests(tier)).as(tier.label()).isEqualTo(traffic.requests());
        }
        assertThat(published.rollups()).isEqualTo(traffic.expected());
        assertThat(published.deadLetters()).isEqualTo(traffic.garbage());
    }

    /** Negative control: the test above must detect this. */
    @Test
    @Tag("faults")
    void windows_withoutTheCommitHook_loseRequests() {
        try (TopologyProcess processor = process("first", Map.of(), "untied");
                Traffic traffic = new Traffic(kafka.bootstrapServers());
                Published published = new Published(kafka.bootstrapServers(), APPLICATION)) {
            processor.start();
            traffic.begin();
            awaitMore(published);
            processor.kill();
            processor.start();
            awaitMore(published);
            traffic.end();
            published.awaitAll();

            assertThat(published.requests(Tier.TEN_SECONDS)).isLessThan(traffic.requests());
        }
    }

    private TopologyProcess process(String name, Map<String, String> settings, String... arguments) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        return new TopologyProcess(kafka.bootstrapServers(), folder.resolve(name), all, arguments);
    }

    /** Waits until enough new rollups show that the processors are working. */
    private static void awaitMore(Published published) {
        published.read();
        long before = published.requests(Tier.TEN_SECONDS);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    published.read();
                    return published.requests(Tier.TEN_SECONDS) > before + 2_000;
                });
    }
}
