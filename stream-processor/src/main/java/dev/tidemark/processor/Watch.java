package dev.tidemark.processor;

import dev.tidemark.processor.health.Health;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.health.StartProgress;
import dev.tidemark.processor.http.Endpoint;
import dev.tidemark.processor.http.HttpSettings;
import dev.tidemark.processor.lag.LagWatch;
import dev.tidemark.processor.metrics.Exposition;
import dev.tidemark.processor.metrics.Readings;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.Standstill;
import dev.tidemark.processor.sink.disk.DiskGuard;
import dev.tidemark.processor.streams.RollupStreams;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows over HTTP how the process is, from its first moment on: what it waits for while it starts, later its metrics and what is wrong
 * with its parts.
 */
final class Watch implements AutoCloseable {
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

    private final StartProgress progress = new StartProgress(Clock.systemUTC(), "waiting for Kafka, to declare topics");
    private final Health health = new Health();
    private final Exposition metrics = new Exposition();
    private final Endpoint endpoint;

    /** @throws StartException if the port is in use */
    Watch(HttpSettings settings) {
        health.ready(progress::problems);
        try {
            this.endpoint = new Endpoint(settings, metrics, health);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Shows these too. */
    void over(RollupStreams rollups, Sink sink, List<Readings> others) {
        health.live(rollups::ended);
        health.live(() -> sink.isAlive()
                ? List.of()
                : List.of(new Problem("sink", "a thread that stores has ended", Instant.now())));
        health.ready(rollups::problems);
        health.ready(() -> sink.standstills().stream().map(Watch::problem).toList());
        metrics.add(rollups);
        metrics.add(sink);
        others.forEach(metrics::add);
        sink.counters().times().forEach(metrics::register);
    }

    /** Shows this too, and starts it. */
    void over(LagWatch lag) {
        health.ready(lag::problems);
        metrics.add(lag);
        lag.start(LAG_INTERVAL);
    }

    /** Shows this too. */
    void over(DiskGuard guard) {
        health.ready(guard::problems);
        metrics.add(guard);
    }

    /** What the process is doing, which keeps it from being ready. */
    void progress(String step) {
        progress.now(step);
    }

    void started() {
        progress.done();
    }

    private static Problem problem(Standstill standstill) {
        return new Problem(
                "sink " + standstill.pipe(), standstill.reason(), Instant.now().minus(standstill.lasting()));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
