package dev.tidemark.bench.query;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What answers of the query service cost over HTTP, in units of a simpler answer of the same service. No question but those of
 * the readers is asked twice, so none is answered from the cache of answers: each begins a millisecond later than the one before.
 * The windows of now are written each second.
 *
 * <ul>
 *   <li>{@code query_7d_vs_5m}: the summary of 7 days and of 5 minutes, at the median and the 99th percentile of a batch.
 *   <li>{@code timeline_24h_vs_5m}: the same of the timeline of latencies, at the median.
 *   <li>{@code summary_vs_noop_endpoint}: the time in which several readers have the page's own summary again and again, as open
 *       tabs ask for it, relative to {@code /health}, which does nothing.
 *   <li>{@code diagnosis_vs_summary}: the summary of 5 minutes of a service that diagnoses the present, relative to that of one that does
 *       not, at the median.
 *   <li>{@code query_vs_percentile_cont}: the timeline of 7 days relative to PostgreSQL's exact percentiles of the raw rows of that
 *       span, which are far fewer than the requests that the windows stand for.
 * </ul>
 */
public final class QueryBench {
    private static final int PAIRS = 7;
    private static final int BATCH = 100;
    private static final int READERS = 8;
    private static final int READS = 150;
    private static final String SUMMARY = "/api/monitoring/summary";
    private static final String TIMELINE = "/api/monitoring/api/latency";
    private static final Duration SHORT = Duration.ofMinutes(5);
    /** A little less than a day: what is longer when the question arrives is answered in hours. */
    private static final Duration DAY = Duration.ofHours(24).minusSeconds(30);

    private static final Duration WEEK = Duration.ofDays(7);

    private record Percentiles(double p50, double p99) {
        static Percentiles of(double[] nanos) {
            double[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Percentiles(Ratio.median(sorted), sorted[(int) Math.ceil(0.99 * sorted.length) - 1]);
        }
    }

    /** Measures, and prints what the ratios are made of. */
    public List<Ratio> run() {
        try (TemporaryFolder folder = new TemporaryFolder();
                FilledStore store = new FilledStore(folder);
                QueryService service = new QueryService(folder, store.jdbcUrl());
                QueryService careless = new QueryService(
                        folder,
                        store.jdbcUrl(),
                        Map.of("TIDEMARK_COLLECTOR_ENABLED", "false", "TIDEMARK_DIAGNOSIS_INTERVAL", "0s"));
                OpenWindows open = new OpenWindows(store)) {
            warmUp(service);
            List<Ratio> ratios = new ArrayList<>();
            ratios.addAll(compare(service, "query_7d_vs_5m", SUMMARY, WEEK, 1.5, true));
            ratios.addAll(compare(service, "timeline_24h_vs_5m", TIMELINE, DAY, 3, false));
            ratios.add(diagnosis(service, careless));
            ratios.add(readers(service));
            ratios.add(percentileCont(service, store));
            return ratios;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void warmUp(QueryService service) {
        for (int i = 0; i < BATCH; i++) {
            service.nanos(question(SUMMARY, SHORT));
            service.nanos(question(TIMELINE, SHORT));
        }
        System.out.printf(
                Locale.ROOT,
                "info the first summary of 7 days took %.0f ms, the first timeline of 24 hours %.0f ms%n",
                service.nanos(question(SUMMARY, WEEK)) / 1e6,
                service.nanos(question(TIMELINE, DAY)) / 1e6);
        for (int i = 0; i < BATCH; i++) {
            service.nanos(question(SUMMARY, WEEK));
            service.nanos(question(TIMELINE, DAY));
        }
    }

    /** A question that was not asked before: to now, from so long ago. */
    private static String question(String path, Duration length) {
        return path + "?from=" + Instant.now().minus(length);
    }

    /** The questions take turns, so that what else the machine does hits both. */
    private static List<Ratio> compare(
            QueryService service, String name, String path, Duration length, double bound, boolean tail) {
        double[] p50 = new double[PAIRS];
        double[] p99 = new double[PAIRS];
        double[] millis = new double[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            double[] brief = new double[BATCH];
            double[] lasting = new double[BATCH];
            for (int i = 0; i < BATCH; i++) {
                brief[i] = service.nanos(question(path, SHORT));
                lasting[i] = service.nanos(question(path, length));
            }
            Percentiles ours = Percentiles.of(lasting);
            Percentiles peer = Percentiles.of(brief);
            p50[pair] = ours.p50 / peer.p50;
            p99[pair] = ours.p99 / peer.p99;
            millis[pair] = peer.p50 / 1e6;
        }
        System.out.printf(Locale.ROOT, "info %s: 5 minutes take %.1f ms at the median%n", name, Ratio.median(millis));
        Ratio median = new Ratio(tail ? name + "_p50" : name, Ratio.median(p50), Goal.AT_MOST, bound);
        return tail
                ? List.of(median, new Ratio(name + "_p99", Ratio.median(p99), Goal.AT_MOST, bound))
                : List.of(median);
    }

    private static Ratio diagnosis(QueryService service, QueryService careless) {
        double[] p50 = new double[PAIRS];
        // The first pair only warms up.
        for (int pair = -1; pair < PAIRS; pair++) {
            double[] with = new double[BATCH];
            double[] without = new double[BATCH];
            for (int i = 0; i < BATCH; i++) {
                with[i] = service.nanos(question(SUMMARY, SHORT));
                without[i] = careless.nanos(question(SUMMARY, SHORT));
            }
            p50[Math.max(0, pair)] = Percentiles.of(with).p50 / Percentiles.of(without).p50;
        }
        return new Ratio("diagnosis_vs_summary", Ratio.median(p50), Goal.AT_MOST, 2);
    }

    private static Ratio readers(QueryService service) {
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            DoubleSupplier summary = () -> nanosOfReaders(threads, service, () -> SUMMARY + "?period=1h");
            DoubleSupplier health = () -> nanosOfReaders(threads, service, () -> "/health");
            return new Ratio("summary_vs_noop_endpoint", medianOfPairs(summary, health), Goal.AT_MOST, 3);
        }
    }

    private static double nanosOfReaders(ExecutorService threads, QueryService service, Supplier<String> path) {
        long begin = System.nanoTime();
        List<Future<?>> readers = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            readers.add(threads.submit(() -> {
                for (int i = 0; i < READS; i++) {
                    service.nanos(path.get());
                }
            }));
        }
        try {
            for (Future<?> reader : readers) {
                reader.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - begin;
    }

    private static Ratio percentileCont(QueryService service, FilledStore store) throws SQLException {
        try (Connection connection = store.connect()) {
            DoubleSupplier ours = () -> medianNanosOfWeek(service);
            DoubleSupplier theirs = () -> nanosOfPercentileCont(connection);
            double ratio = medianOfPairs(ours, theirs);
            System.out.printf(
                    Locale.ROOT, "info query_vs_percentile_cont: over %,d raw rows of 7 days%n", FilledStore.RAW_ROWS);
            return new Ratio("query_vs_percentile_cont", ratio, Goal.AT_MOST, 0.005);
        }
    }

    private static double medianNanosOfWeek(QueryService service) {
        double[] nanos = new double[5];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = service.nanos(question(TIMELINE, WEEK));
        }
        return Ratio.median(nanos);
    }

    private static double nanosOfPercentileCont(Connection connection) {
        long begin = System.nanoTime();
        try {
            FilledStore.execute(connection, """
                    SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_us)
                    FROM request WHERE ts >= '%s'
                    """.formatted(Instant.now().minus(WEEK)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - begin;
    }

    private static double medianOfPairs(DoubleSupplier ours, DoubleSupplier peer) {
        double[] ratios = new double[PAIRS];
        // The first pair only warms up.
        for (int i = -1; i < PAIRS; i++) {
            double first = ours.getAsDouble();
            ratios[Math.max(0, i)] = first / peer.getAsDouble();
        }
        return Ratio.median(ratios);
    }
}
