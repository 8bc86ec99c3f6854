package dev.tidemark.query.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.embedded.ImpostorPostgres;
import dev.tidemark.query.fixture.QueryServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passwords inside URLs are neither logged nor shown while the servers are away. */
class HiddenPasswordsIT {
    private static final List<String> PLACES = List.of(
            "/health",
            "/health/detailed",
            "/api/monitoring/summary",
            "/api/monitoring/postgres/status",
            "/api/monitoring/redis/status",
            "/api/monitoring/api/latency",
            "/api/monitoring/logs",
            "/ui/monitoring/advanced",
            "/ui/monitoring/advanced/overview");

    /** For another server, whose way to log in is not known, the URL decides. */
    @Test
    void ownPassword_isNotToldToAnImpostor() {
        try (ImpostorPostgres own = new ImpostorPostgres();
                ImpostorPostgres monitored = new ImpostorPostgres();
                QueryServer server = QueryServer.settings()
                        .postgres(own.jdbcUrl())
                        .with("tidemark.monitored.postgres.url", monitored.jdbcUrl())
                        .with("tidemark.monitored.postgres.user", "watcher")
                        .with("tidemark.monitored.postgres.password", "theirs")
                        .start()) {
            server.get("/api/monitoring/summary");
            server.get("/api/monitoring/postgres/status");
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                assertThat(own.answers()).isNotEmpty();
                assertThat(monitored.answers()).as("the control").contains("theirs\0");
            });
            assertThat(own.answers()).containsOnly("");
        }
    }

    @Test
    void urlWithAPassword_isNeverLoggedOrShown() {
        String jdbc = "jdbc:postgresql://127.0.0.1:1/db?user=app&password=s3cret&sslpassword=s3cret";
        var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        // At this level the pool logs its configuration.
        var pool = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("com.zaxxer.hikari");
        Level usual = pool.getLevel();
        pool.setAdditive(false);
        pool.addAppender(lines);
        pool.setLevel(Level.DEBUG);
        try (QueryServer server = QueryServer.settings()
                .postgres(jdbc)
                .with("tidemark.monitored.postgres.url", jdbc)
                .with("tidemark.redis.uri", "redis://app:s3cret@127.0.0.1:1")
                .start()) {
            for (String place : PLACES) {
                String body = server.get(place).body();
                assertThat(body).as(place).isNotEmpty().doesNotContain("s3cret");
            }
            assertThat(server.get("/health/detailed").body())
                    .as("the places do show the address")
                    .contains("127.0.0.1:1");
        } finally {
            pool.setLevel(usual);
            pool.setAdditive(true);
            pool.detachAppender(lines);
            root.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list))
                .anySatisfy(line -> assertThat(line.getFormattedMessage()).contains("jdbc:postgresql://127.0.0.1:1"))
                .allSatisfy(line -> {
                    assertThat(line.getFormattedMessage()).doesNotContain("s3cret");
                    if (line.getThrowableProxy() != null) {
                        assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy()))
                                .doesNotContain("s3cret");
                    }
                });
    }
}
