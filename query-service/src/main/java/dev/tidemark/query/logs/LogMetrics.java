package dev.tidemark.query.logs;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.refusal.ConcurrencyLimit;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The metrics of the live log stream. */
@Singleton
final class LogMetrics implements SampleSource {
    private static final MetricDescriptor STREAMS =
            MetricDescriptor.gauge("log_streams_open", "Open streams of log lines.");
    private static final MetricDescriptor SHARED = MetricDescriptor.gauge(
            "log_shared_connections_open",
            "Open connections that carry several streams of log lines, one per browser.");
    private static final MetricDescriptor SKIPPED = MetricDescriptor.counter(
            "log_lines_skipped_total", "Lines that slow readers of streams did not get; each of them was told so.");
    private static final MetricDescriptor MALFORMED = MetricDescriptor.counter(
            "log_records_malformed_total",
            "Records of the logs topic that are not log lines; the stream processor makes dead letters of them.");
    private static final MetricDescriptor CONNECTED = MetricDescriptor.gauge(
            "log_tail_connected", "1 while the logs topic is read, otherwise 0. Alert on 0 for 1 min.");
    private static final MetricDescriptor LAG = MetricDescriptor.gauge(
            "log_tail_lag_records",
            "Records of the logs topic that the live stream has not read yet. Absent while unknown. Alert if it rises for"
                    + " 1 min.");

    private final LogStreams streams;
    private final SharedStream shared;

    LogMetrics(LogStreams streams, SharedStream shared) {
        this.streams = streams;
        this.shared = shared;
    }

    @Override
    public List<Sample> samples() {
        LogStreams.Report report = streams.report();
        List<Sample> samples = new ArrayList<>(List.of(
                STREAMS.sample(report.clients()),
                SHARED.sample(shared.connections()),
                SKIPPED.sample(report.skipped()),
                MALFORMED.sample(report.malformed()),
                CONNECTED.sample(report.connected() ? 1 : 0),
                ConcurrencyLimit.REFUSED.sample(report.refused(), "log_streams")));
        report.lag().ifPresent(records -> samples.add(LAG.sample(records)));
        return samples;
    }
}
