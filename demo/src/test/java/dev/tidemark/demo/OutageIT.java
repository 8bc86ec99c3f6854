package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {

    private static final String GOING_ON = "continuing without it: Currently not connected";
    private static final Duration SOON = Duration.ofMinutes(3);
    /** With default settings, the pool waits for PostgreSQL six times as long. */
    private static final Duration WITHOUT_WAITING = Duration.ofSeconds(5);
    /** How often an application logs that it continues without Redis. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path logs;

    static final PostgresServer POSTGRES = new PostgresServer(PostgresSettings.temporary());
    static final RedisServer REDIS = new RedisServer(RedisSettings.temporary());

    @SuppressWarnings("NullAway.Init")
    static Demo demo;

    /** The backends are not running yet, and nothing ever listens on Kafka's port. */
    @BeforeAll
    static void start() {
        demo = Demo.launch(POSTGRES, REDIS, "127.0.0.1:" + FreePorts.next(), logs);
        demo.awaitHealth("\"degraded\"");
        assertThat(demo.shop().get("/products").status()).isEqualTo(503);
        assertThat(demo.inventory().get("/stock/TM-0001").status()).isEqualTo(503);
    }

    @BeforeEach
    void bothBackendsRun() {
        POSTGRES.start();
        REDIS.start();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(demo.shop().get("/products/1").body()).contains("\"stock\":9", "TM-0001");
            assertThat(demo.shop().health()).contains("\"status\":\"up\"");
            assertThat(demo.inventory().health()).contains("\"status\":\"up\"");
        });
    }

    @AfterAll
    static void stop() {
        demo.close();
        REDIS.close();
        POSTGRES.close();
    }

    @Test
    void redisStopped_pagesAreServedFromTheDatabase() {
        long linesBefore = linesAboutRedis();
        long stopped = System.nanoTime();
        REDIS.stop();

        for (int i = 0; i < 3; i++) {
            assertThat(demo.shop().get("/products/5").body()).contains("\"stock\":", "TM-0005");
            assertThat(demo.shop().get("/search?q=brass").body()).contains("Brass");
            assertThat(demo.shop()
                            .post("/cart/no-redis/items", "{\"product_id\":5,\"quantity\":1}")
                            .status())
                    .isEqualTo(201);
            assertThat(demo.shop().get("/cart/no-redis").body()).contains("\"quantity\":" + (i + 1));
        }
        assertThat(demo.shop().post("/orders", "{\"cart_id\":\"no-redis\"}").status())
                .isEqualTo(201);

        assertThat(demo.shop().health()).contains("\"redis\":\"down\"", "\"postgres\":\"up\"");
        // The line may have been held back: the shop started without Redis and logged that less than five seconds ago.
        await().atMost(SOON).untilAsserted(() -> {
            demo.shop().get("/products/5");
            assertThat(demo.shop().log()).contains(GOING_ON);
        });
        assertThat(linesAboutRedis() - linesBefore)
                .as("one line in five seconds, however many requests")
                .isLessThanOrEqualTo(1 + secondsSince(stopped) / BETWEEN_LINES.toSeconds());
    }

    private static long linesAboutRedis() {
        return demo.shop().log().lines().filter(line -> line.contains(GOING_ON)).count();
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }

    @Test
    void postgresKilled_answers503InTimeAndRecoversByItself() {
        POSTGRES.kill();

        await().atMost(SOON).untilAsserted(() -> {
            Answer answer = demo.shop().get("/products");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.took()).isLessThan(WITHOUT_WAITING);
            assertThat(demo.shop().health()).contains("\"postgres\":\"down\"");
        });
        assertThat(demo.inventory()
                        .post("/reservations", "{\"lines\":[{\"sku\":\"TM-0001\",\"quantity\":1}]}")
                        .status())
                .isEqualTo(503);

        POSTGRES.start();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(demo.shop().get("/products").status()).isEqualTo(200));
    }
}
