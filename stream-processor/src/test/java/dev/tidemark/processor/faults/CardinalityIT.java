package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One service invents routes without end. Which of them are admitted depends on the order of arrival; the totals do not. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CardinalityIT {
    private static final String SERIES = """
            SELECT count(DISTINCT r.endpoint_id) FROM rollup_1h r
            JOIN endpoint e ON e.id = r.endpoint_id JOIN service s ON s.id = e.service_id
            WHERE s.name = 'wide' AND e.route <> '(other)'
            """;
    private static final String OTHERS = """
            SELECT sum(r.count)::bigint FROM rollup_1h r
            JOIN endpoint e ON e.id = r.endpoint_id JOIN service s ON s.id = e.service_id
            WHERE s.name = 'wide' AND e.route = '(other)'
            """;

    @TempDir
    Path folder;

    @Test
    @Tag("faults")
    void routesBeyondTheLimit_areCountedAsOther() throws Exception {
        play("j. a service of thousands of routes, 300 allowed", 5_000, 300);
    }

    @Test
    @Tag("faults")
    void millionRoutes_areCountedAsOther() throws Exception {
        play("j. a service of a million routes, 2,000 allowed", 1_111_112, 2_000);
    }

    private void play(String title, int records, int allowed) throws Exception {
        try (Scenario scenario = Scenario.on(title, folder)) {
            scenario.set("tidemark.max.series.per.service", Integer.toString(allowed));
            send(scenario, records);

            scenario.assertExact(CardinalityIT::folded);
            assertThat(scenario.database.number(SERIES)).isBetween(1L, (long) allowed);
            long others = scenario.database.number(OTHERS);
            assertThat(others).isPositive();
            Scenario.await("the count of others", () -> scenario.counter("requests_series_overflow_total") == others);
        }
    }

    /** Negative control: the check of the series count must see this. */
    @Test
    @Tag("faults")
    void routesWithoutALimit_areDetected() throws Exception {
        try (Scenario scenario = Scenario.on("j. control: no limit", folder)) {
            scenario.set("tidemark.max.series.per.service", "1000000");
            send(scenario, 3_000);

            scenario.assertViolated("series of wide", found -> {
                long series = scenario.database.number(SERIES);
                return series > 300 ? List.of(series + " series of wide") : List.of();
            });
        }
    }

    private static void send(Scenario scenario, int records) {
        Traffic traffic = scenario.traffic(new HighCardinality());
        scenario.processor("one", 384, null).start();
        traffic.send(records);
        scenario.fault();
    }

    /** Merges all series of the wide service into one. */
    private static Series folded(Series series) {
        return series.service().equals(HighCardinality.SERVICE) ? Series.other(HighCardinality.SERVICE) : series;
    }
}
