package dev.tidemark.e2e;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An application without Tidemark's filter, which only logs. */
final class PlainApplication {
    private PlainApplication() {}

    public static void main(String[] arguments) {
        Logger log = LoggerFactory.getLogger("billing.Invoices");
        MDC.put("traceId", arguments[0]);
        log.info("invoice {} sent", 4711);
        log.atWarn().addKeyValue("level", "gold").log("invoice 4712 is late");
        log.error("invoice 4713 failed", new IllegalStateException("no address"));
    }
}
