package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final Pauses pauses = new Pauses();

    @Test
    void next_whileItEndsSoon_doublesUpToTheLongest() {
        for (String expected : new String[] {"PT0.5S", "PT1S", "PT2S", "PT4S", "PT8S", "PT16S", "PT30S", "PT30S"}) {
            pauses.up(seconds(100));
            assertThat(pauses.next(seconds(160))).isEqualTo(Duration.parse(expected));
        }
    }

    @Test
    void next_onceItHasRunForAMinute_beginsAnew() {
        pauses.up(seconds(0));
        assertThat(pauses.next(seconds(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(pauses.next(seconds(2))).isEqualTo(Duration.ofSeconds(1));
        pauses.up(seconds(3));

        assertThat(pauses.next(seconds(64))).isEqualTo(Duration.ofMillis(500));
    }

    /** It ran long, and then does not come up any more: each attempt is further from that time. */
    @Test
    void next_whileItDoesNotComeUpAgain_doublesAllTheSame() {
        pauses.up(seconds(0));

        assertThat(pauses.next(seconds(3_600))).isEqualTo(Duration.ofMillis(500));
        assertThat(pauses.next(seconds(3_602))).isEqualTo(Duration.ofSeconds(1));
        assertThat(pauses.next(seconds(3_700))).isEqualTo(Duration.ofSeconds(2));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
