package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Admission does not depend on where the processor was stopped, or whether it still has its state directory. */
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
            if (key.tier() == Tier.ONE_HOUR) {
                counts.merge(key.series(), rollup.count(), Long::sum);
            }
        }
        return counts;
    }
}
