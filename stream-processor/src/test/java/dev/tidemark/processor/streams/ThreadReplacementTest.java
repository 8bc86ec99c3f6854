package dev.tidemark.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private final ThreadReplacement replacement = new ThreadReplacement();

    @Test
    void pauses_doubleUpToHalfAMinute_andResetAfterAQuietTime() {
        long now = System.nanoTime();
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofMillis(200));
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofMillis(400));
        for (int i = 0; i < 10; i++) {
            replacement.nextPause(now);
        }
        assertThat(replacement.nextPause(now)).isEqualTo(Duration.ofSeconds(30));
        assertThat(replacement.nextPause(now + Duration.ofMinutes(6).toNanos())).isEqualTo(Duration.ofMillis(200));
        assertThat(replacement.nextPause(now + Duration.ofMinutes(7).toNanos()))
                .as("a minute after the last one, which is not a quiet time")
                .isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void copyOfTheStateDirectory_isDistinguishedFromOtherFailures() {
        assertThat(ThreadReplacement.isReplaced(
                        new StreamsException("a test", new FencedInstanceIdException("another has the name"))))
                .isTrue();
        assertThat(ThreadReplacement.isReplaced(new StreamsException("a test"))).isFalse();
    }

    /** Two other threads are replaced while it waits, each after at least the pause of an ordinary replacement. */
    @Test
    void threadWithADuplicateInstanceId_waitsLongerThanOthers() throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<StreamThreadExceptionResponse> heldBack =
                    thread.submit(() -> replacement.handle(new FencedInstanceIdException("another has the name")));
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> replacement.failed() == 1);
            for (int i = 0; i < 2; i++) {
                assertThat(replacement.handle(new IllegalStateException("a test")))
                        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
            }

            replacement.stop();

            assertThat(heldBack.get(30, TimeUnit.SECONDS)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        }
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
