package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FencingIT {
    private static final int ROWS = 200;

    @Test
    void frozenOwner_thatWakesAfterATakeover_isFenced() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            Sink frozen = takeOverWhileFrozen(fixture, new OffsetTable(), true);

            assertThat(frozen.counters().get(SinkCounter.FENCED, "requests")).isEqualTo(1);
            assertThat(stored(fixture)).isEqualTo(ROWS);
        }
    }

    /** Negative control: the same run without the epoch stores rows twice. */
    @Test
    void frozenOwner_withoutTheFence_storesRowsTwice() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            takeOverWhileFrozen(fixture, new Unfenced(), true);

            assertThat(stored(fixture)).isGreaterThan(ROWS);
        }
    }

    /** Its locks must not block the new owner, so its session is ended. */
    @Test
    void frozenOwner_thatHoldsLocks_isTerminatedByTheNewOwner() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            Sink frozen = takeOverWhileFrozen(fixture, new OffsetTable(), false);

            assertThat(frozen.counters().get(SinkCounter.FENCED, "requests")).isZero();
            assertThat(stored(fixture)).isEqualTo(ROWS);
        }
    }

    /**
     * @param beforeOffsets whether the first owner freezes before it has written its offsets, and its session is left
     *     alone; otherwise it freezes after that, with the offsets' rows locked
     */
    private static Sink takeOverWhileFrozen(SinkFixture fixture, OffsetTable offsets, boolean beforeOffsets)
            throws Exception {
        String topic = fixture.topic(Topics.REQUESTS.name());
        CountDownLatch wake = new CountDownLatch(1);
        CountDownLatch asleep = new CountDownLatch(1);
        AtomicBoolean armed = new AtomicBoolean();
        WriteHook freeze = new WriteHook() {
            @Override
            public void beforeOffsets() {
                if (beforeOffsets) {
                    sleep();
                }
            }

            @Override
            public void beforeCommit() {
                if (!beforeOffsets) {
                    sleep();
                }
            }

            private void sleep() {
                if (Thread.currentThread().getName().equals("sink-requests") && armed.get()) {
                    asleep.countDown();
                    awaitQuietly(wake);
                }
            }
        };
        Sink first = fixture.start(fixture.settings("frozen"), offsets, freeze);
        SinkFixture.await(() -> first.counters().get(SinkCounter.BATCHES, "requests") > 0);
        armed.set(true);
        fixture.sendRequests(topic, 0, ROWS);
        assertThat(asleep.await(30, TimeUnit.SECONDS)).isTrue();
        if (beforeOffsets) {
            fixture.database.execute("UPDATE sink_offset SET owner_pid = NULL");
        }

        // Uses another consumer group, so that it need not wait until Kafka gives the first one up.
        Sink second = fixture.start(fixture.settings("second"), new OffsetTable(), WriteHook.NONE);
        SinkFixture.await(() -> second.counters().get(SinkCounter.ROWS_STORED, "requests") == ROWS);

        Thread closing = Thread.ofPlatform().start(first::close);
        SinkFixture.await(() -> closing.getState() == Thread.State.TIMED_WAITING);
        wake.countDown();
        closing.join();
        return first;
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Unfenced extends OffsetTable {
        @Override
        public void advance(Connection connection, String topic, Collection<Progress> progress) throws SQLException {
            for (Progress to : progress) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "UPDATE sink_offset SET next_offset = ? WHERE topic = ? AND partition = ?")) {
                    statement.setLong(1, to.nextOffset());
                    statement.setString(2, topic);
                    statement.setInt(3, to.partition());
                    statement.executeUpdate();
                }
            }
        }
    }
}
