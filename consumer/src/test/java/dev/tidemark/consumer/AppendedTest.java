package dev.tidemark.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppendedTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long WEEK = Duration.ofDays(7).toMillis();

    private static OffsetAndTimestamp found(long time, @Nullable Integer epoch) {
        return new OffsetAndTimestamp(3, time, Optional.ofNullable(epoch));
    }

    @Test
    void recordOfALaterEpoch_isLater() {
        assertThat(Appended.after(found(NOW, 8), 7, 8, NOW)).isTrue();
        assertThat(Appended.after(found(NOW + WEEK, 8), 7, 8, NOW))
                .as("the clock is ahead now")
                .isTrue();
    }

    @Test
    void recordOfAClockThatWasAhead_isNot() {
        assertThat(Appended.after(found(NOW + WEEK, 7), 7, null, NOW)).isFalse();
        assertThat(Appended.after(found(NOW + WEEK, 5), 7, null, NOW)).isFalse();
        assertThat(Appended.after(found(NOW + WEEK, null), null, null, NOW)).isFalse();
        assertThat(Appended.after(found(NOW - 1, 7), 7, 8, NOW))
                .as("its time has come meanwhile")
                .isFalse();
    }

    /** Brokers that lost their metadata, too, use an epoch again. */
    @Test
    void recordOfAnEpochThatIsUsedAgain_isLater_ifItsTimeIsPast() {
        assertThat(Appended.after(found(NOW - 1, 7), 7, 7, NOW)).isTrue();
        assertThat(Appended.after(found(NOW - 1, 6), 7, null, NOW)).isTrue();
        assertThat(Appended.after(found(NOW - 1, null), 7, null, NOW)).isTrue();
    }
}
