package dev.tidemark.query.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.query.traces.TraceQueries.Window;
import dev.tidemark.wire.event.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A week in which each hour's slowest request is slower than those of the hours before. The other windows of an hour have faster ones. */
class TraceSearchTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final int HOURS = 168;

    private final List<Window> week = IntStream.range(0, HOURS)
            .mapToObj(hour -> new Window(Tier.ONE_HOUR, START.plusSeconds(3600L * hour), 1000L * (hour + 1)))
            .toList();
    private int looks;

    private final TraceSearch.Source stored = new TraceSearch.Source() {
        @Override
        public List<Window> narrower(Window window) {
            looks++;
            Tier tier = window.tier() == Tier.ONE_HOUR ? Tier.ONE_MINUTE : Tier.TEN_SECONDS;
            long parts = window.tier().size().dividedBy(tier.size());
            return IntStream.range(0, (int) parts)
                    .mapToObj(part -> new Window(
                            tier,
                            window.start().plus(tier.size().multipliedBy(part)),
                            part == 0 ? window.maxMicros() : window.maxMicros() / 100))
                    .toList();
        }

        @Override
        public List<Trace> rows(Window window) {
            looks++;
            return List.of(new Trace(
                    window.start(),
                    null,
                    null,
                    "shop",
                    null,
                    "GET",
                    "/",
                    200,
                    null,
                    window.maxMicros() / 1e3,
                    false,
                    null));
        }
    };

    @Test
    void search_looksOnlyIntoWindowsThatCanHaveWhatComesFirst() {
        TraceSearch search = new TraceSearch(TraceKind.SLOWEST, 3, () -> true);
        search.search(week, stored);

        assertThat(search.found()).extracting(Trace::durationMs).containsExactly(168.0, 167.0, 166.0);
        assertThat(search.left()).isNull();
        assertThat(looks)
                .as("three hours, a minute of each, ten seconds of each")
                .isEqualTo(9);
    }

    @Test
    void search_ofTheNewest_readsTheEndOfTheSpan() {
        TraceSearch search = new TraceSearch(TraceKind.NEWEST, 2, () -> true);
        search.search(week, stored);

        Instant end = START.plusSeconds(3600L * HOURS);
        assertThat(search.found()).extracting(Trace::ts).containsExactly(end.minusSeconds(10), end.minusSeconds(20));
        assertThat(looks).isEqualTo(4);
    }

    @Test
    void search_withoutTimeLeft_endsBeforeTheNextLook_andSaysWhatIsMissing() {
        TraceSearch search = new TraceSearch(TraceKind.SLOWEST, 50, () -> looks < 7);
        search.search(week, stored);

        assertThat(looks).isEqualTo(7);
        assertThat(search.found()).extracting(Trace::durationMs).containsExactly(168.0, 167.0);
        Window left = Objects.requireNonNull(search.left());
        assertThat(TraceKind.SLOWEST.left(left)).isEqualTo("other requests that took up to 166.0 ms may be missing");
        assertThat(TraceKind.NEWEST.left(left)).isEqualTo("what is before 2026-11-27T21:01:00Z may be missing");
    }

    @Test
    void search_whoseLookFails_hasThatWindowLeft() {
        TraceSearch search = new TraceSearch(TraceKind.SLOWEST, 50, () -> true);
        TraceSearch.Source slow = new TraceSearch.Source() {
            @Override
            public List<Window> narrower(Window window) {
                throw new IllegalStateException("too long");
            }

            @Override
            public List<Trace> rows(Window window) {
                return List.of();
            }
        };

        assertThatThrownBy(() -> search.search(week, slow)).hasMessage("too long");
        assertThat(search.left()).isEqualTo(week.getLast());
    }

    @Test
    void search_ofAWindowWithoutNarrowerOnes_readsItsRows() {
        TraceSearch search = new TraceSearch(TraceKind.SLOWEST, 1, () -> true);
        search.search(week, new TraceSearch.Source() {
            @Override
            public List<Window> narrower(Window window) {
                return List.of();
            }

            @Override
            public List<Trace> rows(Window window) {
                return stored.rows(window);
            }
        });

        assertThat(search.found()).extracting(Trace::durationMs).containsExactly(168.0);
    }
}
