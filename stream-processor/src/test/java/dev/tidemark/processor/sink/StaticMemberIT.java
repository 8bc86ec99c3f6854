package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sink that keeps its name takes its partitions back at once; one of another name waits until the session is over. */
class StaticMemberIT {
    private static final String LONG_SESSION = "tidemark.sink.session.timeout=5m";
    private static final Duration SESSION = Duration.ofSeconds(6);

    @Test
    void killedAndStartedAgain_doesNotWaitForItsSession() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            killOne(fixture, "kept", LONG_SESSION);

            // The wait is bounded by less than the session.
            Sink again =
                    fixture.start(fixture.named("the-one", "kept", LONG_SESSION), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> again.counters().get(SinkCounter.ROWS_STORED, "requests") > 0);
        }
    }

    /** The negative control: without the name of the one before, its partitions are its own until its session ends. */
    @Test
    void killedAndStartedUnderAnotherName_waitsForTheSession() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            killOne(fixture, "lost", "");
            long begin = System.nanoTime();

            Sink other = fixture.start(fixture.named("another", "lost", ""), new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> other.counters().get(SinkCounter.ROWS_STORED, "requests") > 0);

            // It had said that it lives half a session ago at most.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SESSION.dividedBy(3));
        }
    }

    @Test
    void copyOfARunningSink_takesItsPlace_andTheFirstSaysWhy() {
        try (SinkFixture fixture = new SinkFixture()) {
            SinkSettings settings = fixture.named("the-one", "copied", "tidemark.sink.session.timeout=20s");
            Sink first = fixture.start(settings, new OffsetTable(), WriteHook.NONE);
            SinkFixture.await(() -> first.stalls().isEmpty());

            Sink copy = fixture.start(settings, new OffsetTable(), WriteHook.NONE);

            SinkFixture.await(() -> first.stalls().stream()
                    .anyMatch(held -> held.reason()
                            .startsWith("another process uses this instance's id the-one: expected one process for each"
                                    + " state folder")));
            SinkFixture.await(() -> first.counters().get(SinkCounter.FENCED, "requests") > 0);
            SinkFixture.await(() -> copy.stalls().isEmpty());
            // The first holds back for a minute, and does not take it all back at once.
            fixture.sendRequests(fixture.topic(Topics.REQUESTS.name()), 0, 100);
            SinkFixture.await(() -> copy.counters().get(SinkCounter.ROWS_STORED, "requests") == 100);
            assertThat(copy.counters().get(SinkCounter.FENCED, "requests")).isZero();
            assertThat(first.counters().get(SinkCounter.FENCED, "requests")).isOne();
        }
    }

    /** A sink process stores rows and is killed; what it left is to be stored by the next. */
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
