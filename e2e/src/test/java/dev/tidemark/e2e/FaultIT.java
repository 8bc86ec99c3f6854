package dev.tidemark.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that are turned on become visible, and disappear when they are cleared. */
class FaultIT {
    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @AfterEach
    void clear() {
        tidemark.fault("clear");
    }

    @Test
    void slowDb_switchedOn_raisesTheRecentP95() {
        await().atMost(Duration.ofSeconds(180))
                .until(() -> recent("p95_latency_ms") > 0 && recent("p95_latency_ms") < 200);

        tidemark.fault("slow-db");

        await().atMost(Duration.ofMinutes(3)).until(() -> recent("p95_latency_ms") > 240);
    }

    @Test
    void errors_switchedOn_raiseTheRecentErrorRate() {
        double before = recent("error_rate");

        tidemark.fault("errors");

        await().atMost(Duration.ofMinutes(3)).until(() -> recent("error_rate") > before + 5);
    }

    @Test
    void redisDown_switchedOn_isReportedAsAStatus() {
        tidemark.fault("redis-down");

        await().atMost(Duration.ofMinutes(3)).until(() -> !connected());

        tidemark.fault("clear");

        await().atMost(Duration.ofMinutes(3)).until(this::connected);
    }

    private boolean connected() {
        return tidemark.api()
                .json("/api/monitoring/summary?period=5m")
                .at("/redis/connected")
                .asBoolean();
    }

    private double recent(String field) {
        return tidemark.api()
                .json("/api/monitoring/summary?period=5m")
                .at("/api/recent/" + field)
                .asDouble();
    }
}
