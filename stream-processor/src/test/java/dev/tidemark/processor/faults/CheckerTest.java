package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidemark.processor.sink.RandomCalls;
import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {
    private static final long TS = 1_700_000_000_000_000L;

    private final Ledger ledger = new Ledger();
    private final Map<Long, List<RawRow>> rows = new HashMap<>();
    private final Map<RollupKey, Window> windows = new HashMap<>();
    private final Map<PartitionOffset, List<String>> deadLetters = new HashMap<>();
    private final Map<PartitionOffset, List<String>> lines = new HashMap<>();
    private final Map<StoredCalls.Key, StoredCalls.Sums> calls = new HashMap<>();
    private long lost;

    /** 20 requests, a bad record, two log lines and 20 summaries of calls, all stored correctly. */
    @BeforeEach
    void store() {
        for (int i = 0; i < 20; i++) {
            RequestEvent event = event(i);
            ledger.request(new PartitionOffset(i % 4, i), event);
            rows.put(new RequestId(1, i).number(), List.of(RawRow.of(event)));
        }
        ledger.reject(new PartitionOffset(0, 100), "malformed");
        deadLetters.put(new PartitionOffset(0, 100), List.of("malformed"));
        for (int i = 0; i < 2; i++) {
            ledger.line(new PartitionOffset(0, i), "line " + i);
            lines.put(new PartitionOffset(0, i), List.of("line " + i));
        }
        windows.putAll(ledger.expected().windows());
        RandomCalls source = new RandomCalls(1, () -> Instant.ofEpochSecond(TS / 1_000_000));
        for (int i = 0; i < 20; i++) {
            ledger.calls(source.get());
        }
        calls.putAll(ledger.expectedCalls());
    }

    @Test
    void complete_hasNoViolations() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void missingRow_isNamed() {
        rows.remove(new RequestId(1, 7).number());

        assertThat(violations())
                .contains("1 raw rows missing: instance 1 sequence 7 (partition 3 offset 7)")
                .contains(
                        "produced 21 does not equal stored 19 + dead letters 1 + counted as lost 0 (actually lost: 0)")
                .contains("the 10s windows count 20, the raw rows are 19");
    }

    @Test
    void duplicatedRow_isNamed() {
        RawRow right = RawRow.of(event(8));
        rows.put(new RequestId(1, 8).number(), List.of(right, right));

        assertThat(violations())
                .contains("1 raw rows duplicated: instance 1 sequence 8 (partition 0 offset 8) 2 times");
    }

    static Stream<Arguments> otherRows() {
        return Stream.of(
                arguments("timestampMicros", TS + 7_000_001),
                arguments("series", new Series("shop", "GET", "/r2")),
                arguments("instance", null),
                arguments("status", 503),
                arguments("durationMicros", 1701f),
                arguments("errorType", "Late"),
                arguments("requestBytes", null),
                arguments("responseBytes", 71L),
                arguments("traceId", new UUID(1, 8)),
                arguments("stream", true));
    }

    @ParameterizedTest
    @MethodSource("otherRows")
    void differingRow_isNamed(String what, @Nullable Object other) {
        RawRow right = RawRow.of(event(7));
        rows.put(new RequestId(1, 7).number(), List.of(with(right, what, other)));

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("1 raw rows that differ from their request: instance 1 sequence 7"
                        + " (partition 3 offset 7): " + what + " " + other + " instead of ");
    }

    /** What they would be if the sink forgot them, wrote a column into another, or took a time twice. */
    static Stream<Arguments> otherParts() {
        return Stream.of(
                arguments("parts", null),
                arguments("parts", new RequestParts(140, 1, 0, 1, 70, 1, 0)),
                arguments("applicationMicros", 1_700L),
                arguments("applicationMicros", null));
    }

    @ParameterizedTest
    @MethodSource("otherParts")
    void differingParts_areNamed_inTheRowAndInTheSums(String what, @Nullable Object other) {
        RawRow right = RawRow.of(event(7));
        rows.put(new RequestId(1, 7).number(), List.of(with(right, what, other)));

        assertThat(violations())
                .anyMatch(violation -> violation.startsWith("1 raw rows that differ from their request: instance 1"
                        + " sequence 7 (partition 3 offset 7): " + what + " " + other + " instead of "));
        assertThat(violations())
                .filteredOn(violation -> violation.matches("the (10s|1m|1h) windows sum the parts \\[.*"))
                .hasSizeBetween(other instanceof RequestParts ? 0 : 3, 3);
    }

    @Test
    void foldedSeries_isAViolation_exceptUnderTheFoldingView() {
        RawRow right = RawRow.of(event(7));
        rows.put(new RequestId(1, 7).number(), List.of(with(right, "series", Series.other("shop"))));

        UnaryOperator<Series> view = series -> Series.other(series.service());
        assertThat(violations()).isNotEmpty();
        assertThat(Checker.violations(ledger.expected(view), contents().seen(view)))
                .isEmpty();
    }

    @Test
    void rowNeverProduced_isNamed() {
        rows.put(new RequestId(2, 0).number(), List.of(RawRow.of(event(0))));

        assertThat(violations()).contains("1 raw rows that were never produced: instance 2 sequence 0");
    }

    @Test
    void wrongWindowCount_isNamed() {
        RollupKey key = key(Tier.ONE_MINUTE, 3);
        Window right = Objects.requireNonNull(windows.get(key));
        windows.put(key, new Window(with(right.values(), "count", right.count() + 1), right.sketch()));

        assertThat(violations())
                .anyMatch(violation -> violation.startsWith("1 1m windows with a wrong count: shop GET /r0")
                        && violation.endsWith((right.count() + 1) + " instead of " + right.count()));
    }

    static Stream<Arguments> otherValues() {
        return Stream.of(
                arguments("errors", 0L),
                arguments("statusClasses", List.of(0L, 6L, 0L, 0L, 0L)),
                arguments("sumMicros", 1L),
                arguments("minMicros", 1L),
                arguments("maxMicros", 1L),
                arguments("requestBytes", 0L),
                arguments("responseBytes", 0L),
                arguments("errorsByType", Map.of("Late", 6L)),
                arguments("partsByOctave", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("otherValues")
    void differingWindowValue_isNamed(String what, Object other) {
        RollupKey key = key(Tier.ONE_HOUR, 7);
        Window right = Objects.requireNonNull(windows.get(key));
        windows.put(key, new Window(with(right.values(), what, other), right.sketch()));

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("1 1h windows whose values differ from the replay: shop GET /r1")
                .contains(": " + what + " " + other + " instead of ");
    }

    @Test
    void differingSumOfParts_isNamed() {
        RollupKey key = key(Tier.ONE_HOUR, 7);
        Window right = Objects.requireNonNull(windows.get(key));
        List<Long> other = new ArrayList<>(right.values().parts());
        other.set(2, other.get(2) + 1);
        windows.put(key, new Window(with(right.values(), "parts", other), right.sketch()));

        assertThat(violations())
                .hasSize(2)
                .anyMatch(violation ->
                        violation.startsWith("1 1h windows whose values differ from the replay: shop GET /r1")
                                && violation.contains(": parts " + other + " instead of "
                                        + right.values().parts()))
                .anyMatch(violation -> violation.startsWith("the 1h windows sum the parts ["));
    }

    @Test
    void differingSketch_isNamed() {
        RollupKey key = key(Tier.ONE_HOUR, 3);
        Window right = Objects.requireNonNull(windows.get(key));
        LatencySketch other = new LatencySketch();
        for (int i = 0; i < right.count(); i++) {
            other.add(5);
        }
        windows.put(key, new Window(right.values(), other.toBytes()));

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("1 1h windows whose sketch differs from the replay: shop GET /r0");
    }

    @Test
    void missingAndUnexpectedWindows_areNamed() {
        Window right = Objects.requireNonNull(windows.remove(key(Tier.TEN_SECONDS, 3)));
        windows.put(new RollupKey(event(0).series(), Tier.TEN_SECONDS, 0), right);

        assertThat(violations())
                .anyMatch(violation -> violation.startsWith("1 10s windows missing: shop GET /r0"))
                .anyMatch(violation -> violation.startsWith("1 10s unexpected windows: shop GET /r0 1970"));
    }

    @Test
    void deadLetters_missingDuplicatedAndUnexpected_areNamed() {
        ledger.reject(new PartitionOffset(0, 101), "too_late");
        deadLetters.put(new PartitionOffset(0, 100), List.of("malformed", "malformed"));
        deadLetters.put(new PartitionOffset(0, 102), List.of("malformed"));

        assertThat(violations())
                .contains("1 dead letters missing: partition 0 offset 101 [too_late]")
                .contains(
                        "1 dead letters duplicated or for another reason: partition 0 offset 100: [malformed, malformed]"
                                + " instead of [malformed]")
                .contains("1 dead letters of valid records: partition 0 offset 102: [malformed]");
    }

    @Test
    void logLines_missingDuplicatedAndUnexpected_areNamed() {
        lines.remove(new PartitionOffset(0, 0));
        lines.put(new PartitionOffset(0, 1), List.of("line 1", "line 1"));
        lines.put(new PartitionOffset(0, 2), List.of("line 2"));

        assertThat(violations())
                .containsExactly(
                        "1 log lines missing: partition 0 offset 0 line 0",
                        "1 log lines duplicated or at the wrong offset: partition 0 offset 1: [line 1, line 1]"
                                + " instead of only line 1",
                        "1 log lines that were never produced: partition 0 offset 2: [line 2]");
    }

    @Test
    void batch_everyRequestAndReason_isChecked() {
        PartitionOffset position = new PartitionOffset(1, 200);
        for (int i = 20; i < 22; i++) {
            ledger.request(position, event(i));
            rows.put(new RequestId(1, i).number(), List.of(RawRow.of(event(i))));
        }
        ledger.reject(position, "too_late");
        ledger.reject(position, "from_the_future");
        windows.putAll(ledger.expected().windows());
        deadLetters.put(position, List.of("from_the_future", "too_late"));

        assertThat(violations()).isEmpty();

        rows.remove(new RequestId(1, 21).number());
        deadLetters.put(position, List.of("too_late", "too_late"));
        assertThat(violations())
                .contains("1 raw rows missing: instance 1 sequence 21 (partition 1 offset 200)")
                .contains("1 dead letters duplicated or for another reason: partition 1 offset 200:"
                        + " [too_late, too_late] instead of [too_late, from_the_future]");

        ledger.lose(1, 200, 201);
        assertThat(ledger.expected().lost()).isEqualTo(1);
        assertThat(ledger.produced()).isEqualTo(22);
    }

    @Test
    void missingCalls_areNamed() {
        StoredCalls.Key key = calls.keySet().iterator().next();
        long count = Objects.requireNonNull(calls.remove(key)).count();

        assertThat(violations()).containsExactly("1 call windows missing: " + key + " with " + count);
    }

    @Test
    void callsOfAWindow_thatAreStoredTwice_areNamed() {
        StoredCalls.Key key = calls.keySet().iterator().next();
        StoredCalls.Sums right = Objects.requireNonNull(calls.get(key));
        calls.put(key, right.plus(right));

        assertThat(violations())
                .singleElement(STRING)
                .startsWith("1 call windows with wrong sums: " + key + ": count " + 2 * right.count() + " instead of "
                        + right.count())
                .contains(", sketch ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "errors", "sumMicros", "maxMicros", "rows", "hits", "misses", "sketch"})
    void otherSumsOfCalls_areNamed(String component) {
        StoredCalls.Key key = calls.keySet().iterator().next();
        StoredCalls.Sums right = Objects.requireNonNull(calls.get(key));
        calls.put(key, with(right, component, component.equals("sketch") ? "00" : (Object) 1_234_567L));

        assertThat(violations())
                .singleElement(STRING)
                .startsWith("1 call windows with wrong sums: " + key + ": " + component + " ");
    }

    @Test
    void uncountedLoss_isNamed_untilItIsCounted() {
        ledger.lose(3, 0, 10);
        rows.remove(new RequestId(1, 3).number());
        rows.remove(new RequestId(1, 7).number());
        windows.clear();
        windows.putAll(ledger.expected().windows());

        assertThat(violations())
                .containsExactly(
                        "produced 21 does not equal stored 18 + dead letters 1 + counted as lost 0 (actually lost: 2)");
        lost = 2;
        assertThat(violations()).isEmpty();
    }

    private List<String> violations() {
        return Checker.violations(ledger.expected(), contents());
    }

    private Contents contents() {
        return new Contents(rows, windows, deadLetters, List.of(), lines, calls, lost);
    }

    private static RollupKey key(Tier tier, int i) {
        return new RollupKey(event(i).series(), tier, tier.windowStart(event(i).timestampMicros()));
    }

    /** The same record with one component changed. */
    @SuppressWarnings("unchecked") // The result has the class of the record.
    private static <R extends Record> R with(R record, String component, @Nullable Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(record);
            }
            return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static RequestEvent event(int i) {
        boolean fails = i % 2 == 1;
        return new RequestEvent(
                TS + i * 1_000_000L,
                "shop",
                "1",
                "GET",
                "/r" + i % 3,
                fails ? 500 : 200,
                1000L + i * 100,
                new UUID(1, i).toString().replace("-", ""),
                new RequestId(1, i).spanId(),
                fails ? "Refused" : null,
                10L + i,
                10L * i,
                null,
                false,
                i % 4 == 0 ? null : new RequestParts(20L * i, i, 0, 10, 1, i % 2, i % 2));
    }
}
