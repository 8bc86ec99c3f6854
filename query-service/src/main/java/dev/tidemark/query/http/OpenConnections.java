package dev.tidemark.query.http;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections. Thread-safe. */
@Singleton
final class OpenConnections implements SampleSource {
    private static final MetricDescriptor OPEN =
            MetricDescriptor.gauge("http_connections_open", "Open connections of clients, with and without a request.");

    private final AtomicInteger open = new AtomicInteger();

    void add(Channel connection) {
        open.incrementAndGet();
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
    }

    @Override
    public List<Sample> samples() {
        return List.of(OPEN.sample(open.get()));
    }
}
