package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Counters;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.Map;

/** An application with only the core and its dependencies. Run by {@link BareClassPathTest}. */
final class BareMain {
    private BareMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (String absent : arguments) {
            try {
                Class.forName(absent, false, BareMain.class.getClassLoader());
                throw new AssertionError(absent + " is on the class path");
            } catch (ClassNotFoundException e) {
                // Expected.
            }
        }
        Tidemark tidemark = Tidemark.builder()
                .serviceName("bare")
                .bootstrapServers("127.0.0.1:1")
                .set(FilterSetting.SAMPLE_INTERVAL, "100ms")
                .set(FilterSetting.CLOSE_TIMEOUT, "500ms")
                .build();
        ServerRequest request = tidemark.begin("GET", "/a", null, null);
        try (TraceScope ignored = request.trace().makeCurrent()) {
            TraceContext current = TraceContext.current();
            if (current == null || !current.traceId().equals(request.trace().traceId())) {
                throw new AssertionError("no current trace");
            }
        }
        request.finish("/a", 200, null, 0, 0);
        tidemark.log(new LogEvent(
                1, "bare", "b1", LogLevel.INFO, "a.B", "main", "password=x", null, null, null, null, Map.of()));
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (tidemark.counters().samples().recorded() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        tidemark.close();
        Counters counters = tidemark.counters();
        // On a busy machine, the sender's thread may end after close() has stopped waiting for it.
        while (counters.inFlight() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            counters = tidemark.counters();
        }
        System.out.println("requests=" + counters.requests().recorded() + " logs="
                + counters.logs().recorded() + " sampled=" + (counters.samples().recorded() > 0) + " inFlight="
                + counters.inFlight());
    }
}
