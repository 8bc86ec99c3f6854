package dev.tidemark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private final ThreadReplacement replacement = new ThreadReplacement();

    @Test
    void pauses_doubleUpToHalfAMinuteAndShrinkAfterQuiet() {
        long now = System.nanoTime();
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofMillis(200));
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofMillis(400));
        for (int i = 0; i < 10; i++) {
            replacement.nextPause(now);
        }
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofSeconds(30));
        assertThat(replacement.nextPause(now + Duration.ofMinutes(6).toNanos())).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void copyOfTheStateFolder_isToldFromOtherFailures() {
        assertThat(ThreadReplacement.isReplaced(
                        new StreamsException("a test", new FencedInstanceIdException("another has the name"))))
                .isTrue();
        assertThat(ThreadReplacement.isReplaced(new StreamsException("a test"))).isFalse();
    }

    @Test
    void thread_isReplacedUntilTheProcessorStops() {
        assertThat(replacement.handle(new IllegalStateException("a test")))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        replacement.stop();
        assertThat(replacement.handle(new IllegalStateException("a test")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(replacement.failed()).isEqualTo(2);
    }
}
