package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(Duration.ofSeconds(10), 100, 0);

    @Test
    void due_afterAFastReading_isTheInterval() {
        pace.took(seconds(0), seconds(0.05));
        pace.took(seconds(10), seconds(10.05));

        assertThat(pace.dueNanos()).isEqualTo(seconds(20));
    }

    @Test
    void due_afterTwoSlowReadings_isTheInterval_becauseTheFirstFillsCaches() {
        pace.took(seconds(0), seconds(2));
        pace.took(seconds(10), seconds(12));

        assertThat(pace.dueNanos()).isEqualTo(seconds(20));
    }

    @Test
    void due_whenReadingsStaySlow_leavesThemAHundredthOfTheTime() {
        pace.took(seconds(0), seconds(2));
        pace.took(seconds(10), seconds(12));
        pace.took(seconds(20), seconds(22));
        assertThat(pace.dueNanos()).isEqualTo(seconds(20 + 200));

        pace.took(seconds(220), seconds(220.01));
        assertThat(pace.dueNanos()).as("fast again").isEqualTo(seconds(230));
    }

    @Test
    void due_ofAReadingThatIsSlowForEver_isAnHour() {
        pace.took(seconds(0), seconds(100));
        pace.took(seconds(100), seconds(200));
        pace.took(seconds(200), seconds(300));

        assertThat(pace.dueNanos()).isEqualTo(seconds(200 + 3600));
    }

    @Test
    void due_whenTheServerWasAway_isTheInterval_howeverLongTheAttemptTook() {
        pace.failed(seconds(1));
        pace.failed(seconds(12));

        assertThat(pace.dueNanos()).isEqualTo(seconds(22));
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
