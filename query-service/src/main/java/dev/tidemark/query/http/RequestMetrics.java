package dev.tidemark.query.http;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.metrics.QueryMetrics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests by route and status, and measures them until their response was sent. Routes are templates, so their number is
 * bounded. Thread-safe.
 */
@Singleton
final class RequestMetrics implements SampleSource {
    private static final MetricDescriptor REQUESTS = MetricDescriptor.counter(
            "http_requests_total",
            "Requests whose response has ended, by route (UNMATCHED if there is none) and status (none if the client left"
                    + " before).",
            "route",
            "status");

    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
    private static final String BEGIN = RequestMetrics.class.getName() + ".begin";
    private static final String STATUS = RequestMetrics.class.getName() + ".status";
    private static final String STREAM = RequestMetrics.class.getName() + ".stream";

    private final Map<List<String>, LongAdder> requests = new ConcurrentHashMap<>();
    private final Histogram durations;

    RequestMetrics(Histogram durations) {
        this.durations = durations;
    }

    /** The library's own type of metric, which the exporter collects. */
    @Factory
    static final class Durations {
        @Bean
        @Singleton
        Histogram durations() {
            return Histogram.builder()
                    .name(QueryMetrics.PREFIX + "http_request_seconds")
                    .help(
                            "Time from a request to the end of its response, by route, without streams of server-sent events.")
                    .labelNames("route")
                    .classicOnly()
                    .classicUpperBounds(SECONDS)
                    // Their sampler has a lock, and requests end on event loops.
                    .withoutExemplars()
                    .build();
        }
    }

    static void begin(HttpRequest<?> request) {
        request.setAttribute(BEGIN, System.nanoTime());
    }

    /** Notes the response; the last one counts, because an error replaces an earlier one. */
    static void respond(HttpRequest<?> request, MutableHttpResponse<?> response) {
        request.setAttribute(STATUS, response.code());
        boolean stream = response.getContentType()
                .filter(MediaType.TEXT_EVENT_STREAM_TYPE::equals)
                .isPresent();
        request.setAttribute(STREAM, stream);
    }

    /** The response is sent, or its reader has gone. */
    @EventListener
    void end(HttpRequestTerminatedEvent event) {
        HttpRequest<?> request = event.getSource();
        String route = BasicHttpAttributes.getUriTemplate(request).orElse("UNMATCHED");
        String status =
                request.getAttribute(STATUS, Integer.class).map(String::valueOf).orElse("none");
        requests.computeIfAbsent(List.of(route, status), unseen -> new LongAdder())
                .increment();
        boolean stream = request.getAttribute(STREAM, Boolean.class).orElse(false);
        request.getAttribute(BEGIN, Long.class)
                .filter(begin -> !stream)
                .ifPresent(begin -> durations.labelValues(route).observe((System.nanoTime() - begin) / 1e9));
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        requests.forEach(
                (labels, count) -> samples.add(REQUESTS.sample(count.sum(), labels.getFirst(), labels.getLast())));
        return samples;
    }
}
