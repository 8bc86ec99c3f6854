package dev.tidemark.ingest.call;

import static dev.tidemark.wire.event.CallKind.DB;
import static dev.tidemark.wire.event.CallKind.HTTP;
import static dev.tidemark.wire.event.CallKind.POOL;
import static dev.tidemark.wire.event.CallKind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times are in microseconds since the request began, and are exact. */
@Tag("java17")
class RequestCallsTest {
    private static final Operation SELECT = Operation.of(DB, "shop", "SELECT * FROM product WHERE id = ?");
    private static final Operation WAIT = Operation.of(POOL, "shop", "wait");
    private static final Operation GET = Operation.of(REDIS, "redis:6379", "GET product:*");
    private static final Operation PRICE = Operation.of(HTTP, "prices", "GET /prices/{id}");
    private static final List<Operation> OPERATIONS = List.of(SELECT, WAIT, GET, PRICE);

    private final List<CallSummary> summaries = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final CallTable table = table(100);
    private final Request request = new Request(table);

    private CallTable table(int maxOperations) {
        return new CallTable(
                "shop",
                "shop-1",
                maxOperations,
                InstantSource.fixed(Instant.ofEpochSecond(1_000_003)),
                summaries::add,
                refused::incrementAndGet);
    }

    /** A request that begins at 0. */
    private static final class Request implements MeasuredRequest {
        private final TraceContext trace = TraceContext.continueOrStart(null, null);
        private @Nullable RequestCalls calls;

        Request(CallTable table) {
            trace.begunFor(this);
            calls = RequestCalls.of(table);
        }

        @Override
        public @Nullable RequestCalls calls() {
            return calls;
        }

        @Override
        public boolean isMeasuredBy(RequestCalls known) {
            return calls == known;
        }

        Call begin(CallKind kind, long micros) {
            return Call.begin(kind, trace, micros * 1000);
        }

        Map<CallKind, Long> finish(long micros) {
            RequestCalls made = calls;
            calls = RequestCalls.OVER;
            if (made == null) {
                throw new AssertionError("the request is over");
            }
            Map<CallKind, Long> parts = new EnumMap<>(CallKind.class);
            long end = made.stop(micros * 1000);
            for (CallKind kind : CallKind.values()) {
                parts.put(kind, made.micros(kind));
            }
            made.finish("GET", "/products/{id}", end);
            return parts;
        }
    }

    private static void end(Call call, Operation operation, long micros) {
        call.end(operation, false, micros * 1000);
    }

    private static Map<CallKind, Long> parts(long db, long pool, long redis, long http) {
        return Map.of(DB, db, POOL, pool, REDIS, redis, HTTP, http);
    }

    @Test
    void parts_callsOneAfterTheOther_areTheirTimes() {
        end(request.begin(POOL, 10), WAIT, 15);
        end(request.begin(DB, 20), SELECT, 120);
        end(request.begin(REDIS, 130), GET, 133);
        end(request.begin(DB, 140), SELECT, 160);
        end(request.begin(HTTP, 200), PRICE, 900);

        assertThat(request.finish(1_000)).isEqualTo(parts(120, 5, 3, 700));
    }

    @Test
    void parts_callsOfOneKindAtTheSameTime_countOnce() {
        Call first = request.begin(HTTP, 100);
        Call second = request.begin(HTTP, 150);
        Call third = request.begin(HTTP, 200);
        end(second, PRICE, 250);
        end(first, PRICE, 300);
        end(third, PRICE, 450);

        assertThat(request.finish(1_000)).isEqualTo(parts(0, 0, 0, 350));
        assertThat(summary(PRICE))
                .extracting(CallSummary::count, CallSummary::sumMicros)
                .containsExactly(3L, 100L + 200L + 250L);
    }

    @Test
    void parts_callWithinAnother_belongToTheOuter() {
        Call query = request.begin(DB, 100);
        end(request.begin(POOL, 110), WAIT, 190);
        end(query, SELECT, 300);

        assertThat(request.finish(1_000)).isEqualTo(parts(200, 0, 0, 0));
    }

    @Test
    void parts_callsThatOverlap_belongToTheOneThatBeganFirst() {
        Call query = request.begin(DB, 100);
        Call get = request.begin(REDIS, 150);
        Call price = request.begin(HTTP, 200);
        end(query, SELECT, 300);
        end(price, PRICE, 350);
        end(get, GET, 500);
        end(request.begin(HTTP, 600), PRICE, 610);

        assertThat(request.finish(1_000)).isEqualTo(parts(200, 0, 200, 10));
    }

    @Test
    void parts_callThatOutlivesTheRequest_endWithTheRequest() {
        Call price = request.begin(HTTP, 900);
        assertThat(request.finish(1_000)).isEqualTo(parts(0, 0, 0, 100));
        assertThat(summaries()).isEmpty();

        end(price, PRICE, 5_000);
        end(price, PRICE, 6_000);

        CallSummary summary = summary(PRICE);
        assertThat(summary.route()).isEqualTo("/products/{id}");
        assertThat(summary.count()).isEqualTo(1);
        assertThat(summary.sumMicros()).isEqualTo(4_100);
    }

    @Test
    void begin_afterTheRequest_isNotOfTheRequest() {
        end(request.begin(DB, 1), SELECT, 2);
        request.finish(1_000);

        assertThat(request.begin(DB, 1_001).isMeasured()).isFalse();
    }

    @Test
    void parts_callThatGoesOn_haveBothTimes() {
        Call query = request.begin(DB, 100);
        end(query, SELECT, 200);
        query.resume(300_000);
        query.resume(350_000);
        query.pause(400_000);
        query.pause(450_000);
        query.rows(20);

        assertThat(request.finish(1_000)).isEqualTo(parts(200, 0, 0, 0));
        CallSummary summary = summary(SELECT);
        assertThat(summary.count()).isEqualTo(1);
        assertThat(summary.sumMicros()).isEqualTo(200);
        assertThat(summary.maxMicros()).isEqualTo(200);
        assertThat(summary.sketch().quantile(1)).isBetween(198.0, 202.0);
        assertThat(summary.rows()).isEqualTo(20);
    }

    @Test
    void summaries_rowsHitsAndMisses_addUpBeforeAndAfterTheEnd() {
        Call get = request.begin(REDIS, 1);
        get.hits(3);
        end(get, GET, 2);
        get.hit();
        get.miss();
        request.begin(REDIS, 3).end(GET, true, 4_000);
        end(request.begin(DB, 5), SELECT, 6);
        request.finish(10);

        assertThat(summary(GET)).satisfies(summary -> {
            assertThat(summary.count()).isEqualTo(2);
            assertThat(summary.errors()).isEqualTo(1);
            assertThat(summary.hits()).isEqualTo(4);
            assertThat(summary.misses()).isEqualTo(1);
            assertThat(summary.rows()).isNull();
        });
        assertThat(summary(SELECT).hits()).isNull();
        assertThat(summary(SELECT).timestampMicros()).isEqualTo(1_000_000_000_000L);
    }

    /** The rule, computed instant by instant. */
    @Test
    void parts_randomCalls_areThoseOfEachInstant() {
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            Request own = new Request(table);
            List<long[]> calls = new ArrayList<>();
            for (int n = random.nextInt(60); n > 0; n--) {
                long begin = random.nextInt(1_000);
                calls.add(new long[] {begin, begin + random.nextInt(1 + random.nextInt(400)), random.nextInt(4)});
            }
            calls.sort((a, b) -> Long.compare(a[0], b[0]));
            assertThat(measured(own, calls)).isEqualTo(expected(calls, 1_000));
        }
    }

    private static Map<CallKind, Long> measured(Request own, List<long[]> calls) {
        List<Call> begun = new ArrayList<>();
        for (long now = 0; now < 1_000; now++) {
            for (int i = 0; i < begun.size(); i++) {
                if (calls.get(i)[1] == now && calls.get(i)[0] < now) {
                    end(begun.get(i), OPERATIONS.get((int) calls.get(i)[2]), now);
                }
            }
            while (begun.size() < calls.size() && calls.get(begun.size())[0] == now) {
                long[] next = calls.get(begun.size());
                begun.add(own.begin(kind(next), now));
                if (next[1] == now) {
                    end(begun.get(begun.size() - 1), OPERATIONS.get((int) next[2]), now);
                }
            }
        }
        return own.finish(1_000);
    }

    private static CallKind kind(long[] call) {
        return CallKind.values()[(int) call[2]];
    }

    private static Map<CallKind, Long> expected(List<long[]> calls, long end) {
        Map<CallKind, Long> parts = new EnumMap<>(parts(0, 0, 0, 0));
        for (long now = 0; now < end; now++) {
            for (long[] call : calls) {
                if (call[0] <= now && now < call[1]) {
                    parts.merge(kind(call), 1L, Long::sum);
                    break;
                }
            }
        }
        return parts;
    }

    @Test
    void summaries_manyOperationsOfARequest_areBounded() {
        for (int i = 0; i < 100_000; i++) {
            end(request.begin(DB, i), Operation.of(DB, "shop", "SELECT " + i % 5_000), i + 1);
        }
        request.finish(200_000);

        List<CallSummary> all = summaries();
        assertThat(all).hasSize(RequestOperations.MAX_OPERATIONS + 1);
        assertThat(all.stream().mapToLong(CallSummary::count).sum()).isEqualTo(100_000);
        assertThat(summary(Operation.other(DB)).count()).isEqualTo(100_000 - 100 * 20);
    }

    @Test
    void parts_moreCallsAtATimeThanKept_countAllAndTimeTheFirst() {
        List<Call> running = new ArrayList<>();
        for (int i = 0; i < 3 * RunningCalls.MAX_RUNNING; i++) {
            running.add(request.begin(HTTP, i));
        }
        for (int i = 0; i < running.size(); i++) {
            end(running.get(i), PRICE, 10_000 + i);
        }
        assertThat(request.finish(50_000).get(HTTP)).isEqualTo(10_000 + RunningCalls.MAX_RUNNING - 1);
        assertThat(summary(PRICE).count()).isEqualTo(running.size());
    }

    @Test
    void calls_usedAgainByAnotherRequest_takeNothingFromTheEarlier() {
        Call early = request.begin(DB, 1);
        end(early, SELECT, 2);
        request.finish(10);
        Request next = new Request(table);
        assertThat(next.calls()).isNotNull();
        end(next.begin(DB, 20), SELECT, 30);

        early.rows(7);
        early.resume(21_000);
        early.pause(29_000);
        end(early, SELECT, 40);

        assertThat(next.finish(100)).isEqualTo(parts(10, 0, 0, 0));
        assertThat(summary(SELECT).rows()).isNull();
        assertThat(summary(SELECT).sumMicros()).isEqualTo(11);
    }

    /** A thread that has read the calls of its request just before another one ended it. */
    @Test
    void begin_callsThatAnotherRequestUsesByNow_isNotOfThat() {
        RequestCalls calls = RequestCalls.of(table);
        request.calls = calls;
        request.finish(10);
        Request next = new Request(table);
        assertThat(next.calls()).isSameAs(calls);

        assertThat(calls.begin(DB, request, 20_000)).isEqualTo(CallOwner.NOT_OURS);
        assertThat(calls.begin(DB, next, 30_000)).isNotEqualTo(CallOwner.NOT_OURS);
    }

    @Test
    void summaries_requestsOfFewAndManyOperations_countEachCall() {
        int[] sizes = {3, 12, 2, 16, 9, 20, 1};
        for (int size : sizes) {
            Request own = new Request(table);
            for (int i = 0; i < 3 * size; i++) {
                end(own.begin(DB, i), Operation.of(DB, "shop", "SELECT " + i % size), i + 1);
            }
            own.finish(1_000);
        }

        for (int i = 0; i < 20; i++) {
            int last = i;
            long requests = Arrays.stream(sizes).filter(size -> size > last).count();
            assertThat(summary(Operation.of(DB, "shop", "SELECT " + i)).count()).isEqualTo(3 * requests);
        }
    }

    private List<CallSummary> summaries() {
        table.flush();
        return summaries;
    }

    private CallSummary summary(Operation operation) {
        List<CallSummary> found = summaries().stream()
                .filter(summary -> summary.kind() == operation.kind()
                        && summary.target().equals(operation.target())
                        && summary.operation().equals(operation.operation()))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).conflict()).isNull();
        assertThat(refused.get()).isZero();
        return found.get(0);
    }
}
