package dev.tidemark.query.requests;

import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.SymptomSource;
import dev.tidemark.wire.event.Series;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what is wrong with the newest requests: failures of the server, and endpoints that are slower than usual. */
@Singleton
final class RequestSymptoms implements SymptomSource {
    static final String SUBJECT = "api";
    /** The share of requests answered 5xx from which on something is wrong. */
    static final double FAILING_PERCENT = 1;

    private static final int MIN_FAILURES = 5;
    private static final int MIN_REQUESTS = 10;
    private static final double SLOWER = 3;
    /** Nobody feels less than this, by whatever factor it is slower. */
    private static final double MIN_LOSS_MILLIS = 50;

    private final RequestReports reports;
    private final UsualLatencies usual;

    RequestSymptoms(RequestReports reports, UsualLatencies usual) {
        this.reports = reports;
        this.usual = usual;
    }

    @Override
    public String name() {
        return "The newest requests";
    }

    @Override
    public List<Symptom> symptoms() {
        return of(reports.newest());
    }

    /** What is wrong with the requests of {@code newest}. */
    List<Symptom> of(RequestReport newest) {
        List<Symptom> symptoms = new ArrayList<>();
        addFailures(symptoms, newest);
        if (newest.endpoints().stream().anyMatch(endpoint -> endpoint.latencyCount() >= MIN_REQUESTS)) {
            addSlowEndpoints(symptoms, newest, usual.p95());
        }
        return symptoms;
    }

    /** Whether so many requests were answered 5xx that users notice. */
    static boolean fails(RequestStatistics all) {
        return all.serverErrorCount() >= MIN_FAILURES && all.serverErrorRate() >= FAILING_PERCENT;
    }

    private static void addFailures(List<Symptom> symptoms, RequestReport newest) {
        RequestStatistics all = newest.all();
        if (!fails(all)) {
            return;
        }
        newest.endpoints().stream()
                .max(Comparator.comparingLong(EndpointStatistics::serverErrorCount))
                .ifPresent(worst -> symptoms.add(Symptom.degraded(
                        SUBJECT,
                        100 + all.serverErrorRate(),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of requests answered 5xx, most at %s (%d of %d)",
                                all.serverErrorRate(),
                                name(worst),
                                worst.serverErrorCount(),
                                worst.requestCount()))));
    }

    private static void addSlowEndpoints(
            List<Symptom> symptoms, RequestReport newest, Map<Series, Double> usualMillis) {
        for (EndpointStatistics endpoint : newest.endpoints()) {
            Double usual = usualMillis.get(new Series(endpoint.service(), endpoint.method(), endpoint.route()));
            Double p95 = endpoint.p95LatencyMs();
            Double share = endpoint.timeShare();
            if (usual == null || p95 == null || share == null || endpoint.latencyCount() < MIN_REQUESTS) {
                continue;
            }
            double factor = p95 / Math.max(0.001, usual);
            if (factor >= SLOWER && p95 - usual >= MIN_LOSS_MILLIS) {
                symptoms.add(Symptom.degraded(
                        SUBJECT,
                        70 + Math.min(29, factor * share / 100),
                        String.format(
                                Locale.ROOT,
                                "%s p95 %s, %.1f× its usual %s",
                                name(endpoint),
                                millis(p95),
                                factor,
                                millis(usual))));
            }
        }
    }

    private static String name(EndpointStatistics endpoint) {
        return endpoint.service() + " " + endpoint.method() + " " + endpoint.route();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }
}
