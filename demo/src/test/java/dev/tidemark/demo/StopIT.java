package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopIT {

    // The documented limit is 3 s; a machine that also runs other tests gets more.
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    @Test
    void sigterm_toOneAfterTheOther_stopsThemInTime(@TempDir Path logs) {
        try (Demo demo = Demo.launch(
                        Backends.postgres(), Backends.redis(), Backends.kafka().bootstrapServers(), logs)
                .awaitHealth("\"up\"")) {
            assertThat(demo.shop()
                            .post("/cart/last/items", "{\"product_id\":7,\"quantity\":1}")
                            .status())
                    .isEqualTo(201);
            assertThat(demo.shop().get("/products/7").body()).containsPattern("\"stock\":\\d+");

            assertThat(demo.inventory().stop(PATIENCE))
                    .as(demo.inventory().log())
                    .isTrue();

            Answer product = demo.shop().get("/products/7");
            assertThat(product.status()).isEqualTo(200);
            assertThat(product.body()).contains("\"stock\":null");
            assertThat(demo.shop().post("/orders", "{\"cart_id\":\"last\"}").status())
                    .isEqualTo(502);

            assertThat(demo.shop().stop(PATIENCE)).as(demo.shop().log()).isTrue();
            assertThat(demo.inventory().log()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void sigterm_withoutAnyBackend_stopsBothInTime(@TempDir Path logs) {
        try (var postgres = new PostgresServer(PostgresSettings.temporary());
                var redis = new RedisServer(RedisSettings.temporary());
                Demo demo = Demo.launch(postgres, redis, "127.0.0.1:" + FreePorts.next(), logs)) {
            demo.awaitHealth("\"degraded\"");
            assertThat(demo.shop().get("/products").status()).isEqualTo(503);

            assertThat(demo.shop().stop(PATIENCE)).as(demo.shop().log()).isTrue();
            assertThat(demo.inventory().stop(PATIENCE))
                    .as(demo.inventory().log())
                    .isTrue();
        }
    }
}
