package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private final RestartBackoff backoff = new RestartBackoff();

    @Test
    void next_whileItEndsSoon_doublesUpToTheLongest() {
        for (String expected : new String[] {"PT0.5S", "PT1S", "PT2S", "PT4S", "PT8S", "PT16S", "PT30S", "PT30S"}) {
            backoff.up(seconds(100));
            assertThat(backoff.next(seconds(160))).isEqualTo(Duration.parse(expected));
        }
    }

    @Test
    void next_onceItHasRunForAMinute_beginsAnew() {
        backoff.up(seconds(0));
        assertThat(backoff.next(seconds(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next(seconds(2))).isEqualTo(Duration.ofSeconds(1));
        backoff.up(seconds(3));

        assertThat(backoff.next(seconds(64))).isEqualTo(Duration.ofMillis(500));
    }

    /** It ran long, and then does not come up any more: each attempt is further from that time. */
    @Test
    void next_whileItDoesNotComeUpAgain_doublesAllTheSame() {
        backoff.up(seconds(0));

        assertThat(backoff.next(seconds(3_600))).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next(seconds(3_602))).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.next(seconds(3_700))).isEqualTo(Duration.ofSeconds(2));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
