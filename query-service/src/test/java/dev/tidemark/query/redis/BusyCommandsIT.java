package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.redis.BusyCommands.Busy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the collector would publish about two commands: one begins to take half of the time, one always does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusyCommandsIT {
    private static final Instant ONSET = Instant.parse("2026-11-21T09:37:00Z");

    private final Store store = Store.create();
    private final TestClock clock = new TestClock(ONSET);
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .redis(Backends.redis().uri())
            .clock(clock)
            .start();

    @BeforeAll
    void store() throws SQLException {
        command("get", 200, 2, 2);
        command("sunionstore", 12, 0, 52);
    }

    private void command(String name, double callsPerSecond, double percentBefore, double percentAfter)
            throws SQLException {
        Map<Instant, Double> calls = new HashMap<>();
        Map<Instant, Double> time = new HashMap<>();
        for (Instant at = ONSET.minus(Duration.ofMinutes(30));
                at.isBefore(ONSET.plus(Duration.ofHours(7)));
                at = at.plusSeconds(20)) {
            double percent = at.isBefore(ONSET) ? percentBefore : percentAfter;
            if (percent > 0) {
                calls.put(at, callsPerSecond);
                time.put(at, percent);
            }
        }
        String address =
                Backends.redis().uri().getHost() + ":" + Backends.redis().uri().getPort();
        Map<String, String> labels = Map.of("command", name);
        store.samples("redis", RedisHistories.COLLECTOR, address, labels, RedisHistory.CALLS, calls);
        store.samples("redis", RedisHistories.COLLECTOR, address, labels, RedisHistory.TIME, time);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void command_thatKeepsRedisBusy_isNamed_untilItIsUsual() {
        BusyCommands commands = server.bean(BusyCommands.class);
        clock.set(ONSET);
        assertThat(commands.busiest()).as("GET takes 10 µs").isEmpty();

        clock.set(ONSET.plusSeconds(60));
        Busy busy = commands.busiest().orElseThrow();
        assertThat(busy.command()).isEqualTo("sunionstore");
        assertThat(busy.percent()).isBetween(50.0, 52.0);
        assertThat(busy.millis()).isBetween(42.0, 44.0);
        assertThat(busy.isUsual()).isFalse();
        assertThat(RedisLoadSymptoms.text(busy))
                .startsWith("Redis is busy with SUNIONSTORE for 5")
                .contains(". Next: ");

        clock.set(ONSET.plus(Duration.ofHours(6)));
        assertThat(commands.busiest().orElseThrow().isUsual()).isTrue();
    }
}
