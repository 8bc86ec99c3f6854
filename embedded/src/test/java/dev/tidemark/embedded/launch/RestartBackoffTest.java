package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private final RestartBackoff backoff = new RestartBackoff();

    @Test
    void next_afterShortRuns_doublesUpToTheMaximum() {
        for (String expected : new String[] {"PT0.5S", "PT1S", "PT2S", "PT4S", "PT8S", "PT16S", "PT30S", "PT30S"}) {
            backoff.up(seconds(100));
            assertThat(backoff.next(seconds(160))).isEqualTo(Duration.parse(expected));
        }
    }

    @Test
    void next_afterItHasRunForAMinute_startsOver() {
        backoff.up(seconds(0));
        assertThat(backoff.next(seconds(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next(seconds(2))).isEqualTo(Duration.ofSeconds(1));
        backoff.up(seconds(3));

        assertThat(backoff.next(seconds(64))).isEqualTo(Duration.ofMillis(500));
    }

    /** It ran for a long time and then does not come up again: that earlier run must not reset the pauses. */
    @Test
    void next_whileItDoesNotComeUp_stillDoubles() {
        backoff.up(seconds(0));

        assertThat(backoff.next(seconds(3_600))).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next(seconds(3_602))).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.next(seconds(3_700))).isEqualTo(Duration.ofSeconds(2));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
