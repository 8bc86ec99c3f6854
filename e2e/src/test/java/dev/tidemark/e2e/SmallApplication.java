package dev.tidemark.e2e;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import java.time.Duration;

/** An application with only the filter's core: records one request and prints whether Kafka accepted it. */
final class SmallApplication {
    static final String NAME = "small-application";

    private SmallApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Tidemark tidemark = Tidemark.builder().serviceName(NAME).build()) {
            ServerRequest request = tidemark.begin("GET", "/small", null, null);
            request.finish("/small", 200, null, 0, 0);
            boolean flushed = tidemark.flush(Duration.ofSeconds(Long.parseLong(arguments[0])));
            System.out.println("flushed=" + flushed + " sent="
                    + tidemark.counters().requests().sent());
        }
    }
}
