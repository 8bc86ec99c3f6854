package dev.tidemark.bench.filter;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.ingest.redaction.LogRedaction;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.topic.Topics;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cost of redacting log lines, as a multiple of that of encoding the same lines as JSON with Jackson. The lines are a
 * request's body in JSON, a stack trace, running text with key-value pairs, and SQL, each of about 16 KB, and a short line.
 * A few lines have secrets in them.
 */
public final class RedactionBench {
    private static final int LONG = 16_000;
    private static final int ROUNDS = 40;
    private static final int SHORT_LINES = 50;
    private static final int PAIRS = 11;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LogRedaction redaction = new LogRedaction(Redaction.standard());

    public List<Ratio> run() {
        List<LogEvent> lines = List.of(
                line(
                        repeated(
                                "{\"order\":\"A-1%d\",\"items\":[{\"sku\":\"SKU-48%d\",\"count\":3,\"price\":12.50,\"title\":\"A blue coat\"}],"
                                        + "\"customer\":{\"id\":4711,\"city\":\"Berlin\"},\"total\":37.5,\"currency\":\"EUR\"},")),
                line(
                        repeated(
                                "\tat com.acme.shop.checkout.CheckoutService.price(CheckoutService.java:1%d)\n"
                                        + "\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:88%d)\n")),
                line(repeated(
                        "the order 81%d of customer 4711 was shipped to Berlin in 12 ms, status=ok items=3 warehouse=eu-2%d, next"
                                + " the invoice is written and the stock is updated; ")),
                line(
                        repeated(
                                "select o.id, o.total, o.created_at from orders o join items i on i.order_id = o.id"
                                        + " where o.customer_id = 47%d and o.status in ('open', 'paid') order by o.created_at limit 1%d; ")));
        double worst = 0;
        for (LogEvent line : lines) {
            double ratio = ratio(line, ROUNDS);
            System.err.printf(
                    Locale.ROOT,
                    "redaction: %.2f x the encoding of %.40s…%n",
                    ratio,
                    line.message().replace('\n', ' '));
            worst = Math.max(worst, ratio);
        }
        LogEvent brief = line("order 4711 made for 3 items in 12 ms, user=jo, token=abc123def");
        System.err.printf(
                Locale.ROOT,
                "redaction: %.2f x the encoding of a line of 62 characters%n",
                ratio(brief, ROUNDS * SHORT_LINES));
        return List.of(new Ratio("redaction_vs_json_encoding", worst, Goal.AT_MOST, 2.0));
    }

    private double ratio(LogEvent line, int rounds) {
        Runnable redact =
                () -> repeat(rounds, () -> redaction.redact(line).message().length());
        Runnable encode = () -> repeat(rounds, () -> Topics.LOGS.codec().encode(line).length);
        // Both are compiled before the first measured pair.
        for (int i = 0; i < 15; i++) {
            redact.run();
            encode.run();
        }
        double[] ratios = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            double ours = nanos(redact);
            ratios[i] = ours / nanos(encode);
        }
        System.err.printf(
                Locale.ROOT,
                "  %.2f ns a character, last run%n",
                nanos(redact) / rounds / line.message().length());
        return Ratio.median(ratios);
    }

    /** The processor's time for this thread, which the load of others on the machine changes little. */
    private static double nanos(Runnable task) {
        long start = THREADS.getCurrentThreadCpuTime();
        task.run();
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static void repeat(int rounds, java.util.function.IntSupplier work) {
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += work.getAsInt();
        }
        if (sum == 0) {
            throw new IllegalStateException("no line was redacted or encoded: expected " + rounds);
        }
    }

    private static String repeated(String piece) {
        StringBuilder text = new StringBuilder(LONG + 256);
        for (int i = 0; text.length() < LONG; i++) {
            text.append(String.format(Locale.ROOT, piece, i % 97, i % 89));
        }
        return text.append(" password=hunter2").toString();
    }

    private static LogEvent line(String message) {
        return new LogEvent(
                1_763_718_034_123_456L,
                "checkout",
                "shop-1",
                LogLevel.INFO,
                "com.acme.shop.CheckoutService",
                "http-nio-8080-exec-1",
                message,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                null,
                null,
                Map.of("user", "4711", "region", "eu"));
    }
}
