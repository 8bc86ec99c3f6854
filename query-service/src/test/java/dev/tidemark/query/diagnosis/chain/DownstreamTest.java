package dev.tidemark.query.diagnosis.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.chain.Downstream.Observed;
import dev.tidemark.query.diagnosis.detect.Baseline;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.wire.parts.PartTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A page calls a shop twice for each request, and the shop calls a stock. All of them have a hundred requests a minute. */
class DownstreamTest {
    private static final Instant FROM = Instant.parse("2026-11-27T14:00:00Z");
    private static final Instant ONSET = FROM.plusSeconds(300);
    private static final Instant COMPLETE = FROM.plusSeconds(600);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Endpoint PAGE = new Endpoint(1, "page", "GET", "/");
    private static final Endpoint SHOP = new Endpoint(2, "shop", "GET", "/offers");
    private static final Endpoint STOCK = new Endpoint(3, "stock", "GET", "/stock");

    /** A mean latency and errors before and since the onset. */
    private record Course(double before, double after, long errors) {
        Observed observed() {
            List<Window> recent = new ArrayList<>();
            for (Instant at = FROM.minus(Duration.ofHours(2)); at.isBefore(FROM); at = at.plus(MINUTE)) {
                recent.add(window(at, before, 0));
            }
            List<Window> windows = new ArrayList<>();
            for (Instant at = FROM; at.isBefore(COMPLETE); at = at.plus(MINUTE)) {
                boolean isAfter = !at.isBefore(ONSET);
                windows.add(window(at, isAfter ? after : before, isAfter ? errors : 0));
            }
            return new Observed(windows, new History(recent, List.of(), List.of()));
        }

        private static Window window(Instant at, double millis, long errors) {
            return new Window(at, MINUTE, 100, 100, 0, errors, 100_000 * millis, 1000 * millis, null);
        }
    }

    /** Calls of a request of each endpoint. */
    private static final Map<Endpoint, Map<Endpoint, Integer>> CALLS =
            Map.of(PAGE, Map.of(SHOP, 2), SHOP, Map.of(STOCK, 1), STOCK, Map.of(PAGE, 1));

    private static List<Deviation> judge(Course page, Course shop, Course stock) {
        Map<Endpoint, Course> courses = Map.of(PAGE, page, SHOP, shop, STOCK, stock);
        return new Downstream(new Downstream.Source() {
                    @Override
                    public Side side(Endpoint endpoint) {
                        Map<Operation, CallSums> calls = new HashMap<>();
                        CALLS.getOrDefault(endpoint, Map.of())
                                .forEach((called, count) -> calls.put(
                                        new Operation("http", called.service(), "GET " + called.route()),
                                        new CallSums(1000.0 * count, 0, 5e6, 0, 0)));
                        return new Side(
                                1000, 1e7, new PartTotals(1000, 10_000_000, 0, 0, 0, 0, 0, 5_000_000, 1000), calls);
                    }

                    @Override
                    public Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
                        return courses.keySet().stream()
                                .filter(endpoint -> endpoint.service().equals(operation.target()))
                                .filter(endpoint -> !seen.contains(endpoint.id()))
                                .findFirst();
                    }

                    @Override
                    public Map<Integer, Observed> observed(List<Endpoint> endpoints) {
                        Map<Integer, Observed> observed = new HashMap<>();
                        endpoints.forEach(endpoint -> observed.put(
                                endpoint.id(),
                                courses.getOrDefault(endpoint, STEADY).observed()));
                        return observed;
                    }
                })
                .judge(PAGE, page.observed(), COMPLETE);
    }

    private static final Course STEADY = new Course(10, 10, 0);

    @Test
    void callee_thatAddsATwentieth_isFoundSinceItsOnset() {
        assertThat(judge(new Course(400, 424, 0), new Course(10, 22, 0), STEADY))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.kind()).isEqualTo(Kind.SLOW);
                    assertThat(found.onset()).isEqualTo(ONSET);
                    assertThat(found.end()).isNull();
                    assertThat(found.baseline())
                            .as("that of the caller")
                            .extracting(Baseline::meanMillis)
                            .isEqualTo(400.0);
                });
        assertThat(judge(new Course(400, 416, 0), new Course(10, 18, 0), STEADY))
                .as("16 ms of 400")
                .isEmpty();
        assertThat(judge(new Course(400, 400, 0), STEADY, STEADY)).isEmpty();
    }

    @Test
    void calleeOfACallee_countsByItsCalls() {
        assertThat(judge(new Course(400, 424, 0), new Course(50, 52, 0), new Course(10, 22, 0)))
                .hasSize(1);
    }

    @Test
    void callee_thatTheCallerDoesNotWaitFor_isNoFinding() {
        assertThat(judge(new Course(400, 395, 0), new Course(10, 22, 0), STEADY))
                .isEmpty();
    }

    @Test
    void callee_thatFails_isFound_ifTheCallerFailsToo() {
        assertThat(judge(new Course(400, 400, 1), new Course(10, 10, 5), STEADY))
                .singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Kind.FAILING));
        assertThat(judge(new Course(400, 400, 0), new Course(10, 10, 5), STEADY))
                .as("the caller copes")
                .isEmpty();
    }
}
