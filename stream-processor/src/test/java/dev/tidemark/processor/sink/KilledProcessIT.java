package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class KilledProcessIT {

    @Test
    void killedRepeatedly_storesEachRowOnce() throws Exception {
        try (SinkFixture fixture = new SinkFixture();
                Traffic traffic = new Traffic(fixture)) {
            for (int round = 0; round < 3; round++) {
                long before = stored(fixture);
                Process process = SinkProcess.start(fixture, "killed", "the-one");
                try {
                    SinkFixture.await(() -> stored(fixture) > before + 300);
                } finally {
                    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                }
            }
            int sent = traffic.end();
            fixture.start();
            SinkFixture.await(() -> stored(fixture) >= sent);

            assertOnce(fixture, sent);
        }
    }

    /** The process does not know that it lost its partitions, and continues its open transaction. */
    @Test
    void stoppedPastItsSessionAndContinued_storesEachRowOnce() throws Exception {
        try (SinkFixture fixture = new SinkFixture();
                Traffic traffic = new Traffic(fixture)) {
            Process process = SinkProcess.start(fixture, "stopped", "");
            try {
                SinkFixture.await(() -> stored(fixture) > 300);
                signal("STOP", process);
                Sink second = fixture.start(fixture.settings("stopped"), new OffsetTable(), WriteHook.NONE);
                SinkFixture.await(() -> second.counters().get(SinkCounter.ROWS_STORED, "requests") > 300);
                signal("CONT", process);
                int sent = traffic.end();
                SinkFixture.await(() -> stored(fixture) >= sent);

                assertOnce(fixture, sent);
            } finally {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }

    private static void assertOnce(SinkFixture fixture, int sent) {
        assertThat(stored(fixture)).isEqualTo(sent);
        assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                .isEqualTo(sent);
        assertThat(fixture.database.number("SELECT sum(next_offset) FROM sink_offset WHERE topic = '"
                        + fixture.topic(Topics.REQUESTS.name()) + "'"))
                .isEqualTo(sent);
    }

    private static void signal(String name, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(Duration.ofSeconds(5))).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    /** Sends some requests every few milliseconds, each with a different duration. */
    private static final class Traffic implements AutoCloseable {
        private final AtomicBoolean ending = new AtomicBoolean();
        private final AtomicInteger sent = new AtomicInteger();
        private final Thread thread;

        Traffic(SinkFixture fixture) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            this.thread = Thread.ofPlatform().start(() -> {
                while (!ending.get()) {
                    fixture.sendRequests(topic, sent.get(), 10);
                    sent.addAndGet(10);
                    LockSupport.parkNanos(2_000_000);
                }
            });
        }

        /** The number of requests sent. */
        int end() throws InterruptedException {
            ending.set(true);
            thread.join();
            return sent.get();
        }

        @Override
        public void close() throws InterruptedException {
            end();
        }
    }
}
