package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailedCommitIT {

    /** The worst case: PostgreSQL has committed, but the sink sees a broken connection. */
    @Test
    void failures_aroundTheCommit_storeEachRowOnce() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger committed = new AtomicInteger();
            WriteHook failing = new WriteHook() {
                @Override
                public void beforeCommit() throws SQLException {
                    if (calls.incrementAndGet() % 3 == 0) {
                        throw new SQLException("broken before the commit", "08006");
                    }
                }

                @Override
                public void afterCommit() throws SQLException {
                    if (calls.incrementAndGet() % 5 == 0) {
                        committed.incrementAndGet();
                        throw new SQLException("broken after the commit", "08006");
                    }
                }
            };
            Sink sink = fixture.start(
                    fixture.settings("failing", "tidemark.sink.batch.rows=7"), new OffsetTable(), failing);
            int sent = 0;
            while (committed.get() < 3) {
                fixture.sendRequests(topic, sent, 20);
                sent += 20;
                int expected = sent;
                SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= expected);
            }

            assertThat(fixture.database.number("SELECT count(*) FROM request")).isEqualTo(sent);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(sent);
            // Some of the failures hit the other topics, which write their progress only. Rows are visible before a
            // failure is counted.
            SinkFixture.await(() -> Stream.of("requests", "logs", "samples", "calls", "rollups")
                            .mapToLong(name -> sink.counters().get(SinkCounter.RETRIES, name))
                            .sum()
                    >= 14);
        }
    }
}
