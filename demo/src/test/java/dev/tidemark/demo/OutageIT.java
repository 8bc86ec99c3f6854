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

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path logs;

    static final PostgresServer POSTGRES = new PostgresServer(PostgresSettings.temporary());
    static final RedisServer REDIS = new RedisServer(RedisSettings.temporary());

    @SuppressWarnings("NullAway.Init")
    static Demo demo;

    /** Nothing runs yet, and nothing ever listens where Kafka should be. */
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
    void redisStopped_everythingAnswersFromTheDatabase() {
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
        demo.shop().awaitLog("going on without it: Currently not connected");
        assertThat(demo.shop()
                        .log()
                        .lines()
                        .filter(line -> line.contains("going on without it: Currently not connected")))
                .as("one line in five seconds, however many requests")
                .hasSizeLessThan(3);
    }

    @Test
    void postgresKilled_answers503InTimeAndRecoversByItself() {
        POSTGRES.kill();

        await().atMost(SOON).untilAsserted(() -> {
            Answer answer = demo.shop().get("/products");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
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
