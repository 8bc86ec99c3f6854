package dev.tidemark.wire.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tidemark.wire.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("java17")
final class EventTest {

    @Test
    void sample_mapChangedLater_isUnaffected() {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            metadata.put("k" + i, "v" + i);
        }
        List<String> names = List.copyOf(metadata.keySet());
        SampleEvent sample = new SampleEvent(0, "shop", null, MetricType.SYSTEM, "cpu_percent", 1, metadata);
        metadata.clear();

        assertThat(sample.metadata().keySet()).containsExactlyElementsOf(names);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> sample.metadata().put("k", "v"));
    }

    @Test
    void rollup_mapChangedLater_isUnaffectedAndSorted() {
        Map<String, Long> errors = new LinkedHashMap<>(Map.of("b", 1L));
        errors.put("c", 2L);
        errors.put("a", 3L);
        List<Long> classes = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L));
        Rollup rollup = rollup(classes, errors);
        errors.clear();
        classes.clear();

        assertThat(rollup.errorsByType()).containsExactly(Map.entry("a", 3L), Map.entry("b", 1L), Map.entry("c", 2L));
        assertThat(rollup.statusClasses()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(rollup).isEqualTo(rollup(rollup.statusClasses(), new HashMap<>(rollup.errorsByType())));
    }

    @Test
    void rollup_notFiveClasses_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rollup(List.of(1L), Map.of()))
                .withMessage("statusClasses [1]: expected five counts, 1xx to 5xx");
    }

    @Test
    @SuppressWarnings("NullAway") // Callers without NullAway can pass null.
    void sample_nullInItsMap_isRejected() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("mount", null);

        assertThatNullPointerException()
                .isThrownBy(() -> new SampleEvent(0, "shop", null, MetricType.SYSTEM, "cpu_percent", 1, metadata))
                .withMessage("mount");
    }

    @ParameterizedTest
    @CsvSource({"99, false", "200, false", "399, false", "400, true", "404, true", "500, true"})
    void isError_fromStatus400(int status, boolean error) {
        RequestEvent request = new RequestEvent(0, "shop", null, "GET", "/", status, 1, null, null, null, null, null);

        assertThat(request.isError()).isEqualTo(error);
        assertThat(request.series()).isEqualTo(new Series("shop", "GET", "/"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, , false",
        "499, , false",
        "404, , true",
        "503, , true",
        "101, , false",
        "200, java.io.IOException, true",
        "499, java.io.IOException, true",
    })
    void isError_stream_isNoneIfItsClientEndedIt(int status, @Nullable String errorType, boolean error) {
        RequestEvent stream = new RequestEvent(
                0, "shop", null, "GET", "/", status, 1, null, null, errorType, null, null, null, true, null);

        assertThat(stream.isError()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "TEN_SECONDS, 0, 0",
        "TEN_SECONDS, 9999999, 0",
        "TEN_SECONDS, 10000000, 10000000",
        "TEN_SECONDS, -1, -10000000",
        "ONE_MINUTE, 1795254034123456, 1795254000000000",
        "ONE_HOUR, 1795254034123456, 1795251600000000",
        "ONE_HOUR, -3600000000, -3600000000",
        "ONE_HOUR, -3600000001, -7200000000",
    })
    void windowStart_anyTime_isTheMultipleOfTheSizeAtOrBeforeIt(Tier tier, long micros, long start) {
        assertThat(tier.windowStart(micros)).isEqualTo(start);
    }

    @ParameterizedTest
    @EnumSource
    void tier_of_findsItByLabel(Tier tier) {
        assertThat(Tier.of(tier.label())).isEqualTo(tier);
        assertThat(tier.sizeMicros()).isEqualTo(tier.size().toNanos() / 1_000);
        assertThat(Tier.of(tier.name())).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void metricType_of_findsItByWireName(MetricType type) {
        assertThat(MetricType.of(type.wireName())).isEqualTo(type);
        assertThat(MetricType.of(type.name())).isNull();
    }

    @Test
    void other_ofAService_hasMethodAndRouteOther() {
        assertThat(Series.other("shop").isOther()).isTrue();
        assertThat(Series.other("shop").service()).isEqualTo("shop");
        assertThat(new Series("shop", "GET", Series.OTHER).isOther()).isFalse();
    }

    private static Rollup rollup(List<Long> classes, Map<String, Long> errors) {
        RollupKey key = new RollupKey(Series.other("shop"), Tier.ONE_HOUR, 0);
        return new Rollup(key, 0, 0, classes, errors, 0, 0, 0, 0, 0, new LatencySketch());
    }
}
