package dev.tidemark.processor;

import dev.tidemark.metrics.PrometheusExporter;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.disk.FolderWatch;
import dev.tidemark.processor.health.ClockWatch;
import dev.tidemark.processor.health.Health;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.health.StartProgress;
import dev.tidemark.processor.http.HttpSettings;
import dev.tidemark.processor.http.ManagementServer;
import dev.tidemark.processor.lag.LagWatch;
import dev.tidemark.processor.partitions.PartitionWatch;
import dev.tidemark.processor.sink.Sink;
import dev.tidemark.processor.sink.SinkStall;
import dev.tidemark.processor.sink.disk.DiskGuard;
import dev.tidemark.processor.streams.RollupStreams;
import dev.tidemark.wire.metric.ProcessorMetrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Serves metrics and health over HTTP from the beginning: the current step during startup, later the metrics and
 * problems of all parts.
 */
final class Watch implements AutoCloseable {
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

    private final StartProgress progress = new StartProgress(Clock.systemUTC(), "waiting for Kafka to declare topics");
    private final Health health = new Health();
    private final PrometheusExporter metrics = new PrometheusExporter(ProcessorMetrics.PREFIX);
    private final ManagementServer endpoint;

    /** @throws StartException if the port is in use */
    Watch(HttpSettings settings) {
        health.ready(progress::problems);
        try {
            this.endpoint = new ManagementServer(settings, metrics, health);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Adds the metrics and problems of these parts. */
    void over(RollupStreams rollups, Sink sink, List<SampleSource> others) {
        health.live(rollups::ended);
        health.live(() ->
                sink.isAlive() ? List.of() : List.of(new Problem("sink", "a sink thread has ended", Instant.now())));
        health.ready(rollups::problems);
        health.ready(() -> sink.stalls().stream().map(Watch::problem).toList());
        metrics.add(rollups);
        metrics.add(sink);
        others.forEach(metrics::add);
        sink.counters().times().forEach(metrics::register);
    }

    /** Adds the metrics and problems of this part, and starts it. */
    void over(LagWatch lag) {
        health.ready(lag::problems);
        metrics.add(lag);
        lag.start(LAG_INTERVAL);
    }

    /** Adds the metrics and problems of this part. */
    void over(DiskGuard guard) {
        health.ready(guard::problems);
        metrics.add(guard);
    }

    /** Adds the metrics and problems of this part. */
    void over(FolderWatch folders) {
        health.ready(folders::problems);
        metrics.add(folders);
    }

    /** Adds the problems of this part. */
    void over(PartitionWatch partitions) {
        health.ready(partitions::problems);
    }

    /** Adds the problems of this part, and starts it. */
    void over(ClockWatch clock) {
        health.live(clock::problems);
        clock.start();
    }

    /** Sets the current step of startup; the process is not ready before the last step is done. */
    void progress(String step) {
        progress.now(step);
    }

    void started() {
        progress.done();
    }

    private static Problem problem(SinkStall stall) {
        return new Problem("sink " + stall.pipe(), stall.reason(), Instant.now().minus(stall.lasting()));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
