package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.faults.Contents.Window;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final long TS = 1_700_000_000_000_000L;

    private final Ledger ledger = new Ledger();
    private final Map<Long, Integer> rows = new HashMap<>();
    private final Map<RollupKey, Window> windows = new HashMap<>();
    private final Map<Place, List<String>> letters = new HashMap<>();
    private long lost;

    /** 20 requests and a bad record, all of them as they should be. */
    @BeforeEach
    void store() {
        for (int i = 0; i < 20; i++) {
            RequestEvent event = event(i);
            ledger.request(new Place(i % 4, i), event);
            rows.put(new RequestId(1, i).number(), 1);
        }
        ledger.reject(new Place(0, 100), "malformed");
        letters.put(new Place(0, 100), List.of("malformed"));
        ledger.expected()
                .windows()
                .forEach((key, sketch) -> windows.put(key, new Window(sketch.count(), sketch.toBytes())));
    }

    @Test
    void whole_isGreen() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void missingRow_isNamed() {
        rows.remove(new RequestId(1, 7).number());

        assertThat(violations())
                .contains("1 raw rows missing: instance 1 sequence 7 (partition 3 offset 7)")
                .contains("produced 21 is not stored 19 + dead letters 1 + lost and counted 0 (lost in fact: 0)")
                .contains("the 10s windows count 20, the raw rows are 19");
    }

    @Test
    void duplicatedRow_isNamed() {
        rows.put(new RequestId(1, 8).number(), 2);

        assertThat(violations())
                .contains("1 raw rows duplicated: instance 1 sequence 8 (partition 0 offset 8) 2 times");
    }

    @Test
    void rowThatWasNeverProduced_isNamed() {
        rows.put(new RequestId(2, 0).number(), 1);

        assertThat(violations()).contains("1 raw rows that were never produced: instance 2 sequence 0");
    }

    @Test
    void wrongWindowCount_isNamed() {
        RollupKey key = key(Tier.ONE_MINUTE, 3);
        Window right = Objects.requireNonNull(windows.get(key));
        windows.put(key, new Window(right.count() + 1, right.sketch()));

        assertThat(violations())
                .anyMatch(violation -> violation.startsWith("1 1m windows with a wrong count: shop GET /r0")
                        && violation.endsWith((right.count() + 1) + " instead of " + right.count()));
    }

    @Test
    void differingSketch_isNamed() {
        RollupKey key = key(Tier.ONE_HOUR, 3);
        Window right = Objects.requireNonNull(windows.get(key));
        LatencySketch other = new LatencySketch();
        for (int i = 0; i < right.count(); i++) {
            other.add(5);
        }
        windows.put(key, new Window(right.count(), other.toBytes()));

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("1 1h windows with another sketch than a replay's: shop GET /r0");
    }

    @Test
    void missingAndStrangeWindows_areNamed() {
        Window right = Objects.requireNonNull(windows.remove(key(Tier.TEN_SECONDS, 3)));
        windows.put(new RollupKey(event(0).series(), Tier.TEN_SECONDS, 0), right);

        assertThat(violations())
                .anyMatch(violation -> violation.startsWith("1 10s windows missing: shop GET /r0"))
                .anyMatch(violation -> violation.startsWith("1 10s windows that were never filled: shop GET /r0 1970"));
    }

    @Test
    void deadLetters_missingDuplicatedAndStrange_areNamed() {
        ledger.reject(new Place(0, 101), "too_late");
        letters.put(new Place(0, 100), List.of("malformed", "malformed"));
        letters.put(new Place(0, 102), List.of("malformed"));

        assertThat(violations())
                .contains("1 dead letters missing: partition 0 offset 101 (too_late)")
                .contains(
                        "1 dead letters duplicated or for another reason: partition 0 offset 100: [malformed, malformed]"
                                + " instead of once malformed")
                .contains("1 dead letters of what was good: partition 0 offset 102: [malformed]");
    }

    @Test
    void lossThatIsNotCounted_isNamed_andGreenOnceItIs() {
        ledger.lose(3, 0, 10);
        rows.remove(new RequestId(1, 3).number());
        rows.remove(new RequestId(1, 7).number());
        windows.clear();
        ledger.expected()
                .windows()
                .forEach((key, sketch) -> windows.put(key, new Window(sketch.count(), sketch.toBytes())));

        assertThat(violations())
                .containsExactly(
                        "produced 21 is not stored 18 + dead letters 1 + lost and counted 0 (lost in fact: 2)");
        lost = 2;
        assertThat(violations()).isEmpty();
    }

    private List<String> violations() {
        return new ArrayList<>(
                Checker.violations(ledger.expected(), new Contents(rows, windows, letters, List.of(), lost)));
    }

    private static RollupKey key(Tier tier, int i) {
        return new RollupKey(event(i).series(), tier, tier.windowStart(event(i).timestampMicros()));
    }

    private static RequestEvent event(int i) {
        return new RequestEvent(
                TS + i * 1_000_000L,
                "shop",
                "1",
                "GET",
                "/r" + i % 3,
                200,
                1000L + i * 100,
                null,
                new RequestId(1, i).spanId(),
                null,
                null,
                null);
    }
}
