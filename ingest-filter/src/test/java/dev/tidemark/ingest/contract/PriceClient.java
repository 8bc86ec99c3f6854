package dev.tidemark.ingest.contract;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;

/** A client without an adapter, of a service that takes {@link #MILLIS}. */
final class PriceClient {
    static final long MILLIS = 2;
    private static final Operation FIND = Operation.of(CallKind.HTTP, "prices", "GET /prices/{id}");

    private PriceClient() {}

    static String find(String id) throws InterruptedException {
        Call call = Call.begin(CallKind.HTTP);
        boolean failed = true;
        try {
            String price = ask(id);
            failed = false;
            return price;
        } finally {
            call.end(FIND, failed);
        }
    }

    private static String ask(String id) throws InterruptedException {
        Thread.sleep(MILLIS);
        return id;
    }
}
