package dev.tidemark.query.breakdown;

import static dev.tidemark.query.fixture.Calls.calls;
import static dev.tidemark.query.fixture.Calls.measured;

import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests of four endpoints over a week: measured, partly measured, not measured, and streams; and the calls that they made. */
final class MeasuredTraffic {
    static final String SELECT = "SELECT * FROM product WHERE id = ?";
    static final String INSERT = "INSERT INTO orders (id, note) VALUES (?, ?)";

    private final Instant now;
    private final Random random = new Random(7);
    private final List<RequestEvent> requests = new ArrayList<>();

    MeasuredTraffic(Instant now) {
        this.now = now;
    }

    void store(Store store) throws SQLException {
        for (Duration length : List.of(Duration.ofDays(7), Duration.ofHours(24), Duration.ofMinutes(50))) {
            Instant from = now.minus(length);
            spread(from, length, "/products", 10, 1);
            spread(from, length, "/mixed", 30, 4);
            requests.addAll(Requests.spread(from, length, 60, "/plain", 5, 0));
        }
        requests.add(Requests.stream(now.minusSeconds(60), "shop", "/events", 200, 30_000_000));
        // Parts that exceed their request are not counted: as no filter sends them.
        requests.add(measured(
                Requests.request(now.minusSeconds(60), "shop", "GET", "/plain", 200, 1000),
                new RequestParts(900, 1, 200, 0, 0, 0, 0)));
        store.requests(requests);
        Calls.store(store, ofProducts());
    }

    /** All but each {@code unmeasured}-th request is measured, if that is more than one. */
    private void spread(Instant from, Duration length, String route, double median, int unmeasured) {
        int i = 0;
        for (RequestEvent request : Requests.spread(from, length, 200, route, median, 0)) {
            requests.add(unmeasured > 1 && i++ % unmeasured == 0 ? request : measured(request, parts(request)));
        }
    }

    /** Long requests wait for the database, short ones for nothing. */
    private RequestParts parts(RequestEvent request) {
        long micros = request.durationMicros();
        if (micros < 4_000) {
            return RequestParts.NONE;
        }
        return new RequestParts(
                micros / 2,
                1 + random.nextInt(5),
                micros / 10,
                random.nextInt(1 + (int) (micros / 10)),
                2,
                random.nextInt(1 + (int) (micros / 10)),
                1);
    }

    private List<CallSummary> ofProducts() {
        Instant recent = now.minusSeconds(100);
        List<CallSummary> calls = new ArrayList<>();
        for (Instant at : List.of(recent, now.minus(Duration.ofHours(5)), now.minus(Duration.ofDays(3)))) {
            calls.add(calls(at, "/products", CallKind.DB, "shop", SELECT, 90, 2_000, 900L, null, null));
            calls.add(calls(at, "/products", CallKind.DB, "shop", SELECT, 10, 40_000, 100L, null, null));
            calls.add(calls(at, "/mixed", CallKind.DB, "shop", SELECT, 20, 1_000, 20L, null, null));
            calls.add(calls(at, "/mixed", CallKind.DB, "shop", INSERT, 5, 3_000));
            calls.add(
                    calls(at, "/products", CallKind.REDIS, "127.0.0.1:6379", "GET product:*", 60, 300, null, 45L, 15L));
            calls.add(calls(at, "/products", CallKind.REDIS, "127.0.0.1:6379", "SET product:*", 15, 200));
            calls.add(calls(at, "/events", CallKind.HTTP, "inventory", "GET /stock/{id}", 3, 7_000));
            calls.add(calls(at, null, CallKind.DB, "shop", "DELETE FROM session WHERE expires < ?", 2, 90_000));
        }
        return calls;
    }
}
