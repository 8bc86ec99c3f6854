package dev.tidemark.query.endpoints;

import static dev.tidemark.query.fixture.Calls.measured;

import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Requests of two endpoints today and a day before; those of one fail with exceptions, which are logged. */
final class EndpointTraffic {
    static final String BROKEN = "java.lang.IllegalStateException";
    static final String LATE = "java.net.SocketTimeoutException";
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private EndpointTraffic() {}

    static void store(Store store, Instant now) throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        for (Duration ago : List.of(Duration.ZERO, Duration.ofDays(1))) {
            Instant from = now.minus(ago).minusSeconds(6000);
            int count = ago.isZero() ? 3000 : 1500;
            for (RequestEvent request : Requests.spread(from, Duration.ofSeconds(5990), count, "/orders", 12, 0)) {
                requests.add(measured(
                        request,
                        new RequestParts(request.durationMicros() / 2, 1, request.durationMicros() / 8, 0, 0, 0, 0)));
            }
            requests.addAll(Requests.spread(from, Duration.ofSeconds(5990), 400, "/products", 3, 10));
        }
        for (int i = 0; i < 30; i++) {
            requests.add(Requests.failed(
                    now.minusSeconds(2400 - 10 * i), "/orders", 500, 20_000 + i, "%032x".formatted(i + 1), LATE));
        }
        requests.add(Requests.failed(now.minusSeconds(300), "/orders", 500, 9_000, "%032x".formatted(77), BROKEN));
        requests.add(Requests.failed(now.minusSeconds(120), "/orders", 503, 4_000_000, TRACE, BROKEN));
        requests.add(Requests.stream(now.minusSeconds(90), "shop", "/orders", 200, 900_000_000));
        store.requests(requests);
        store.error(
                now.minusSeconds(116),
                TRACE,
                BROKEN,
                "cannot <b>place</b> the order",
                "at shop.Orders.place(Orders.java:7)");
        store.error(now.minusSeconds(298), "%032x".formatted(77), BROKEN, "an earlier one", "at shop.Other");
    }
}
