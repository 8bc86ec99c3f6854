package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Neither admission nor publication depends on where the processor was stopped, or whether it still has its state directory. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestartIT {
    private static final KafkaBroker KAFKA = DeclaredKafka.started();
    private static final String APPLICATION = "restart";
    private static final Map<String, String> SETTINGS = Map.of(
            "tidemark.application.id", APPLICATION,
            "tidemark.commit.interval", "200ms",
            "tidemark.threads", "1",
            "tidemark.max.series.per.service", "3");

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void admittedSeries_afterARestartAndAKill_areTheSame() {
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), APPLICATION)) {
            try (TopologyProcess processor = process("first")) {
                processor.start();
                traffic.send("shop", 0, 5);
                published.awaitAll();
                processor.stop();
                traffic.send("shop", 3, 8);
                processor.start();
                published.awaitAll();
                processor.kill();
                traffic.send("shop", 6, 10);
            }
            try (TopologyProcess processor = process("another-folder")) {
                processor.start();
                traffic.send("shop", 0, 10);
                published.awaitAll();
            }

            assertThat(counts(published))
                    .isEqualTo(Map.of(
                            series(0), 2L,
                            series(1), 2L,
                            series(2), 2L,
                            Series.other("shop"), 18L));
        }
    }

    @Test
    void windowsUnpublishedAtAKill_arePublishedByAnotherInstance_withoutFurtherRequests() {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("tidemark.application.id", "unpublished");
        // Wide windows are published every 5 s.
        settings.put("tidemark.commit.interval", "1s");
        try (Traffic traffic = new Traffic(KAFKA.bootstrapServers());
                Published published = new Published(KAFKA.bootstrapServers(), "unpublished")) {
            long sent = 0;
            do {
                try (TopologyProcess processor =
                        new TopologyProcess(KAFKA.bootstrapServers(), folder.resolve("killed" + sent), settings)) {
                    processor.start();
                    traffic.send("unpublished", 0, 3);
                    sent += 3;
                    long all = sent;
                    Awaitility.await()
                            .pollDelay(Duration.ZERO)
                            .atMost(Duration.ofMinutes(3))
                            .until(() -> {
                                published.read();
                                return count(published, Tier.TEN_SECONDS) == all;
                            });
                    processor.kill();
                }
                published.read();
            } while (count(published, Tier.ONE_MINUTE) == sent);

            try (TopologyProcess processor =
                    new TopologyProcess(KAFKA.bootstrapServers(), folder.resolve("another"), settings)) {
                processor.start();
                published.awaitAll();
            }
            for (Tier tier : Tier.values()) {
                assertThat(count(published, tier)).as(tier.label()).isEqualTo(sent);
            }
        }
    }

    private static long count(Published published, Tier tier) {
        return published.rollups().values().stream()
                .filter(rollup -> rollup.key().tier() == tier)
                .filter(rollup -> rollup.key().series().service().equals("unpublished"))
                .mapToLong(Rollup::count)
                .sum();
    }

    private TopologyProcess process(String name) {
        return new TopologyProcess(KAFKA.bootstrapServers(), folder.resolve(name), SETTINGS);
    }

    private static Series series(int i) {
        return new Series("shop", "GET", "/r" + i);
    }

    private static Map<Series, Long> counts(Published published) {
        Map<Series, Long> counts = new HashMap<>();
        for (Rollup rollup : published.rollups().values()) {
            RollupKey key = rollup.key();
            if (key.tier() == Tier.ONE_HOUR && key.series().service().equals("shop")) {
                counts.merge(key.series(), rollup.count(), Long::sum);
            }
        }
        return counts;
    }
}
