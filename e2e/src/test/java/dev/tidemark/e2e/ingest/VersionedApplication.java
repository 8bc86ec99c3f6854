package dev.tidemark.e2e.ingest;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import java.time.Duration;
import org.apache.kafka.common.utils.AppInfoParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application with versions of kafka-clients and logback of its own. Run by {@link VersionsIT}. */
final class VersionedApplication {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private VersionedApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logger log = LoggerFactory.getLogger("shop.Orders");
        try (TidemarkHandle handle = Tidemark.acquire()) {
            log.info("order 4711 sent");
            log.error("order 4712 failed", new IllegalStateException("no address"));
            Tidemark tidemark = handle.tidemark();
            tidemark.begin("GET", "/orders/1", null, null).finish("/orders/{id}", 200, null, 0, 0);
            boolean flushed = arguments.length == 0 || tidemark.flush(PATIENCE);
            System.out.println("kafka=" + AppInfoParser.getVersion() + " flushed=" + flushed + " logs="
                    + tidemark.counters().logs().recorded());
        }
    }
}
