package dev.tidemark.demo.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.ImpostorPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolTest {

    @Test
    void password_isNotToldToAnImpostor() {
        try (var impostor = new ImpostorPostgres();
                var pool = Pool.of(settings(impostor.jdbcUrl()));
                var control = Pool.of(settings(impostor.jdbcUrl() + "?requireAuth=password"))) {
            // Both connect in the background.
            assertThat(pool.isRunning() && control.isRunning()).isTrue();
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(impostor.answers()).contains("", "s3cret\0"));
        }
        try (var impostor = new ImpostorPostgres();
                var pool = Pool.of(settings(impostor.jdbcUrl()))) {
            assertThat(pool.isRunning()).isTrue();
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(impostor.answers()).isNotEmpty());
            assertThat(impostor.answers()).containsOnly("");
        }
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings("test", url, "tidemark", "s3cret", 2, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }
}
