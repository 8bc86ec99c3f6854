package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.dimension.RequestLabels;
import dev.tidemark.wire.event.RequestEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRowsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final RequestRows rows = new RequestRows();

    @Test
    void of_theSameLabels_sharesTheKind() {
        RequestRow first = rows.of(event("shop", "shop-1", "GET", "/orders", 500, "Timeout"));

        RequestRow second =
                rows.of(event(copy("shop"), copy("shop-1"), copy("GET"), copy("/orders"), 500, copy("Timeout")));

        assertThat(second.kind()).isSameAs(first.kind());
    }

    @Test
    void of_theSameLabelsOnAnotherDay_hasAnotherKind() {
        long midnight = Instant.parse("2026-03-28T00:00:00Z").getEpochSecond() * 1_000_000;
        RequestRow before = rows.of(at(midnight - 1));
        RequestRow first = rows.of(at(midnight));
        RequestRow last = rows.of(at(midnight + 86_400_000_000L - 1));
        RequestRow beforeTheEpoch = rows.of(at(-1));

        assertThat(last.kind()).isSameAs(first.kind());
        assertThat(first.kind().dayMicros).isEqualTo(midnight);
        assertThat(before.kind().dayMicros).isEqualTo(midnight - 86_400_000_000L);
        assertThat(beforeTheEpoch.kind().dayMicros).isEqualTo(-86_400_000_000L);
        assertThat(before.kind().labels).isEqualTo(first.kind().labels);
    }

    /** More days than slots: none is ever mistaken for another. */
    @Test
    void of_manyDays_hasTheKindOfEach() {
        for (long day = 0; day < 50_000; day++) {
            long micros = day * 86_400_000_000L;
            assertThat(rows.of(at(micros)).kind().dayMicros).isEqualTo(micros);
        }
    }

    @Test
    void of_oneChangedLabel_hasOtherLabels() {
        List<RequestEvent> events = List.of(
                event("shop", "shop-1", "GET", "/orders", 500, "Timeout"),
                event("cart", "shop-1", "GET", "/orders", 500, "Timeout"),
                event("shop", "shop-2", "GET", "/orders", 500, "Timeout"),
                event("shop", null, "GET", "/orders", 500, "Timeout"),
                event("shop", "shop-1", "PUT", "/orders", 500, "Timeout"),
                event("shop", "shop-1", "GET", "/carts", 500, "Timeout"),
                event("shop", "shop-1", "GET", "/orders", 200, "Timeout"),
                event("shop", "shop-1", "GET", "/orders", 500, null));

        assertThat(events)
                .allSatisfy(
                        event -> assertThat(rows.of(event).kind().labels).isEqualTo(RequestLabels.Labels.of(event)));
    }

    /** More label sets than slots: none is ever mistaken for another. */
    @Test
    void of_manySets_hasTheLabelsOfEach() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50_000; i++) {
                RequestEvent event = event("shop", "shop-1", "GET", "/orders/" + i, 200, null);
                assertThat(rows.of(event).kind().labels.route()).isEqualTo(event.route());
            }
        }
    }

    @Test
    void of_aTooLongLabel_isCut() {
        String tooLong = "x".repeat(300);

        RequestRow row = rows.of(event("shop", tooLong, "GET", "/orders", 500, tooLong));

        assertThat(row.kind().labels.origin().instance()).isEqualTo("x".repeat(256));
        assertThat(row.kind().labels.errorType()).isEqualTo("x".repeat(256));
    }

    @Test
    void of_labelsThatAreCut_sharesTheKind() {
        String tooLong = "x".repeat(300);
        RequestRow first = rows.of(event("shop", tooLong, "GET", "/orders", 500, null));

        assertThat(rows.of(event("shop", tooLong, "GET", "/orders", 500, null)).kind())
                .isSameAs(first.kind());
        assertThat(rows.of(event("shop", "y" + tooLong, "GET", "/orders", 500, null))
                        .kind()
                        .labels)
                .isNotEqualTo(first.kind().labels);
    }

    /** Otherwise the slots could hold 30 MB. */
    @Test
    void of_labelsOfUnusualLength_isNotKept() {
        RequestEvent event = event("shop", "shop-1", "GET", "/" + "x".repeat(1_000), 200, null);
        RequestRow first = rows.of(event);

        assertThat(rows.of(event).kind()).isNotSameAs(first.kind());
        assertThat(rows.of(event).kind().labels).isEqualTo(first.kind().labels);
    }

    @Test
    void of_unknownValues_differFromZero() {
        RequestRow known =
                rows.of(new RequestEvent(1, "shop", null, "GET", "/", 200, 2, TRACE, "00f067aa0ba902b7", null, 0L, 3L));
        RequestRow unknown = rows.of(event("shop", null, "GET", "/", 200, null));

        assertThat(List.of(known.timestampMicros, known.spanId, known.traceHigh, known.traceLow))
                .containsExactly(1L, 0x00f067aa0ba902b7L, 0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);
        assertThat(List.of(known.requestBytes, known.responseBytes)).containsExactly(0L, 3L);
        assertThat(known.durationMicros).isEqualTo(2);
        assertThat(List.of(unknown.spanId, unknown.traceHigh, unknown.traceLow)).containsOnly(0L);
        assertThat(List.of(unknown.requestBytes, unknown.responseBytes)).containsOnly(RequestRow.UNKNOWN);
    }

    private static RequestEvent at(long micros) {
        return new RequestEvent(micros, "shop", null, "GET", "/", 200, 1, null, null, null, null, null);
    }

    private static String copy(String text) {
        return new StringBuilder(text).toString();
    }

    private static RequestEvent event(
            String service,
            @Nullable String instance,
            String method,
            String route,
            int status,
            @Nullable String errorType) {
        return new RequestEvent(0, service, instance, method, route, status, 1_000, null, null, errorType, null, null);
    }
}
