package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.demo.traffic.Traffic;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficIT {

    private static final int PER_SECOND = 40;
    private static final Duration SOME_LINES = Duration.ofMinutes(3);
    private static final Pattern LINE =
            Pattern.compile("(\\d+) answers: 2xx (\\d+), 3xx 0, 4xx (\\d+), 5xx 0, unanswered 0, skipped 0");

    @Test
    void traffic_onAHealthyShop_failsOnlyForItsOwnMistakes(@TempDir Path logs) {
        try (Demo demo = Demo.overSharedBackends(logs);
                Application traffic = traffic(demo.shop().at("/").toString(), PER_SECOND, logs)) {
            long begun = System.nanoTime();
            await().atMost(SOME_LINES)
                    .until(() -> LINE.matcher(traffic.log()).results().count() >= 5);

            Matcher line = LINE.matcher(traffic.log());
            int answers = 0;
            int refused = 0;
            while (line.find()) {
                answers += Integer.parseInt(line.group(1));
                refused += Integer.parseInt(line.group(3));
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            // Five lines of two seconds each, minus the time that the JVM takes to start.
            assertThat(answers).isBetween(5 * PER_SECOND, (int) (seconds + 2) * PER_SECOND);
            assertThat(refused).isBetween(1, answers / 10);
            demo.shop().awaitLog(" cents");
            assertThat(traffic.stop(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void traffic_withoutAShop_continues(@TempDir Path logs) {
        try (Application traffic = traffic("http://127.0.0.1:" + FreePorts.next(), 20, logs)) {
            await().atMost(SOME_LINES).until(() -> traffic.log().contains("0 answers: "));

            assertThat(traffic.log()).containsPattern("unanswered \\d{2}, skipped 0");
            assertThat(traffic.isAlive()).isTrue();
        }
    }

    private static Application traffic(String shop, int perSecond, Path logs) {
        return Application.start(
                Traffic.class,
                FreePorts.next(),
                Map.of("SHOP_URL", shop, "TRAFFIC_RPS", Integer.toString(perSecond), "TRAFFIC_LINE_SECONDS", "2"),
                logs);
    }
}
