package dev.tidemark.processor.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.RequestEvent;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentLabelSetsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private final RecentLabelSets recent = new RecentLabelSets();

    @Test
    void find_ofTheSameWords_givesTheId() {
        put(event("shop", "shop-1", "GET", "/orders", 500, "Timeout"), 7);
        put(event("shop", null, "GET", "/orders", 200, null), 8);

        assertThat(recent.find(event(copy("shop"), copy("shop-1"), copy("GET"), copy("/orders"), 500, copy("Timeout"))))
                .isEqualTo(7);
        assertThat(recent.find(event("shop", null, "GET", "/orders", 200, null)))
                .isEqualTo(8);
    }

    @Test
    void find_withOneWordChanged_isUnknown() {
        put(event("shop", "shop-1", "GET", "/orders", 500, "Timeout"), 7);

        assertThat(List.of(
                        event("cart", "shop-1", "GET", "/orders", 500, "Timeout"),
                        event("shop", "shop-2", "GET", "/orders", 500, "Timeout"),
                        event("shop", null, "GET", "/orders", 500, "Timeout"),
                        event("shop", "shop-1", "PUT", "/orders", 500, "Timeout"),
                        event("shop", "shop-1", "GET", "/carts", 500, "Timeout"),
                        event("shop", "shop-1", "GET", "/orders", 200, "Timeout"),
                        event("shop", "shop-1", "GET", "/orders", 500, null)))
                .extracting(recent::find)
                .containsOnly(RecentLabelSets.UNKNOWN);
    }

    /** More sets than there are places: none is ever taken for another. */
    @Test
    void find_ofManySets_givesTheirOwnIdOrNone() {
        int sets = 100_000;
        for (int i = 0; i < sets; i++) {
            put(event("shop", "shop-1", "GET", "/orders/" + i, 200, null), i);
        }

        int found = 0;
        for (int i = 0; i < sets; i++) {
            int id = recent.find(event("shop", "shop-1", "GET", "/orders/" + i, 200, null));
            assertThat(id).isIn(i, RecentLabelSets.UNKNOWN);
            found += id == i ? 1 : 0;
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void turnTo_anotherDay_forgets() {
        recent.turnTo(DAY);
        put(event("shop", "shop-1", "GET", "/orders", 200, null), 7);

        recent.turnTo(DAY);
        assertThat(recent.find(event("shop", "shop-1", "GET", "/orders", 200, null)))
                .isEqualTo(7);

        recent.turnTo(DAY.plusDays(1));
        assertThat(recent.find(event("shop", "shop-1", "GET", "/orders", 200, null)))
                .isEqualTo(RecentLabelSets.UNKNOWN);
    }

    private void put(RequestEvent event, int id) {
        recent.put(event, RequestLabels.Labels.of(event), id);
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
        return new RequestEvent(
                0, service, instance, method, route, status, 1_000, null, null, errorType, null, null);
    }
}
