package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sink with the same instance id gets its partitions back at once; one with another id waits for the session timeout. */
class StaticMemberIT {
    private static final String LONG_SESSION = "tidemark.sink.session.timeout=5m";
    private static final Duration SESSION = Duration.ofSeconds(6);

    @Test
    void killedAndStartedAgain_doesNotWaitForItsSession() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            killOne(fixture, "kept", LONG_SESSION);

            // The time limit is shorter than the session timeout.
            Sink again =
                    fixture.start(fixture.named("the-one", "kept", LONG_SESSION), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> again.counters().get(SinkCounter.ROWS_STORED, "requests") > 0);
        }
    }

    /**
     * Negative control: with another instance id, the partitions stay assigned to the dead member until its session
     * times out.
     */
    @Test
    void killedAndStartedUnderAnotherName_waitsForTheSession() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            killOne(fixture, "lost", "");
            long begin = System.nanoTime();

            Sink other = fixture.start(fixture.named("another", "lost", ""), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> other.counters().get(SinkCounter.ROWS_STORED, "requests") > 0);

            // Its last heartbeat was at most half a session ago.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SESSION.dividedBy(3));
        }
    }

    @Test
    void copyOfARunningSink_fencesIt_andTheFirstReportsWhy() {
        try (SinkFixture fixture = new SinkFixture()) {
            SinkSettings settings = fixture.named("the-one", "copied", "tidemark.sink.session.timeout=20s");
            Sink first = fixture.start(settings, new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> first.stalls().isEmpty());

            Sink copy = fixture.start(settings, new OffsetTable(), WriteHook.NONE);

            SinkFixture.await(() -> first.stalls().stream()
                    .anyMatch(held -> held.reason()
                            .startsWith("another process uses the instance id the-one: expected one process per"
                                    + " state directory")));
            SinkFixture.await(() -> first.counters().get(SinkCounter.FENCED, "requests") > 0);
            SinkFixture.await(() -> copy.stalls().isEmpty());
            // The first one backs off for a minute, and does not take over again at once.
            fixture.sendRequests(fixture.topic(Topics.REQUESTS.name()), 0, 100);
            SinkFixture.await(() -> copy.counters().get(SinkCounter.ROWS_STORED, "requests") == 100);
            assertThat(copy.counters().get(SinkCounter.FENCED, "requests")).isZero();
            assertThat(first.counters().get(SinkCounter.FENCED, "requests")).isOne();
        }
    }

    /** A sink process stores rows and is killed; the next one must store the rest. */
    private static void killOne(SinkFixture fixture, String group, String more) throws Exception {
        String topic = fixture.topic(Topics.REQUESTS.name());
        fixture.sendRequests(topic, 0, 100);
        Process process = SinkProcess.start(fixture, group, "the-one", more);
        try {
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= 100);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        fixture.sendRequests(topic, 100, 100);
    }
}
