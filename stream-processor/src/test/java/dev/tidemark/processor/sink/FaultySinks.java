package dev.tidemark.processor.sink;

import dev.tidemark.processor.faults.Failpoints;
import dev.tidemark.processor.faults.Mechanism;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.processor.sink.table.EventTable;
import dev.tidemark.processor.sink.table.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Sinks that pause where a test wants it, optionally without a safeguard. A place is named THREAD.PLACE. */
public final class FaultySinks {
    private FaultySinks() {}

    public static Sink of(SinkSettings settings, RequestIntake intake, Failpoints failpoints, Set<Mechanism> without) {
        Clock clock = Clock.systemUTC();
        return new Sink(
                settings,
                Pipes.all(settings, intake, clock).stream()
                        .<Pipe<?>>map(pipe -> stopping(pipe, failpoints))
                        .toList(),
                clock,
                without.contains(Mechanism.ROLLUPS_READ_COMMITTED) ? new Uncommitted() : new Consumers(),
                new FaultyOffsets(failpoints, without),
                new Hook(failpoints));
    }

    private static <E> Pipe<E> stopping(Pipe<E> pipe, Failpoints failpoints) {
        return new Pipe<>(
                pipe.name(),
                pipe.topic(),
                pipe.reader(),
                pipe.batchInterval(),
                () -> new StoppingTable<>(pipe.tables().get(), failpoints));
    }

    private static void reach(Failpoints failpoints, String place) {
        failpoints.reach(Thread.currentThread().getName() + "." + place);
    }

    private static final class Uncommitted extends Consumers {
        @Override
        Map<String, Object> properties(SinkSettings settings, String name) {
            Map<String, Object> properties = super.properties(settings, name);
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
            return properties;
        }
    }

    private record Hook(Failpoints failpoints) implements WriteHook {
        @Override
        public void beforeOffsets() {
            reach(failpoints, "before-offsets");
        }

        @Override
        public void beforeCommit() {
            reach(failpoints, "before-commit");
        }

        @Override
        public void afterCommit() {
            reach(failpoints, "after-commit");
        }
    }

    private record StoppingTable<E>(EventTable<E> table, Failpoints failpoints) implements EventTable<E> {
        @Override
        public Prepared<E> prepare(Connection connection, Rows<E> rows) throws SQLException {
            Prepared<E> prepared = table.prepare(connection, rows);
            return new Prepared<>(prepared.refused(), prepared.folded(), prepared.unreadable(), into -> {
                reach(failpoints, "before-copy");
                return prepared.copy().into(into);
            });
        }

        @Override
        public void forget() {
            table.forget();
        }
    }

    private static final class FaultyOffsets extends OffsetTable {
        private final Failpoints failpoints;
        private final Set<Mechanism> without;

        FaultyOffsets(Failpoints failpoints, Set<Mechanism> without) {
            this.failpoints = failpoints;
            this.without = without;
        }

        @Override
        public List<Claim> claim(Connection connection, String topic, String topicId, Map<Integer, Long> firstOffsets)
                throws SQLException {
            if (without.contains(Mechanism.FENCE)) {
                forgetOwners(connection, topic);
            }
            List<Claim> claims = super.claim(connection, topic, topicId, firstOffsets);
            if (without.contains(Mechanism.LAST_RECORD_IS_COMPARED)) {
                claims = claims.stream()
                        .map(claim ->
                                new Claim(claim.partition(), claim.epoch(), claim.nextOffset(), claim.topicId(), null))
                        .toList();
            }
            if (!without.contains(Mechanism.LOSS_IS_COUNTED)) {
                return claims;
            }
            return claims.stream()
                    .map(claim -> new Claim(
                            claim.partition(),
                            claim.epoch(),
                            Math.max(claim.nextOffset(), firstOffsets.getOrDefault(claim.partition(), 0L)),
                            claim.topicId(),
                            claim.last()))
                    .toList();
        }

        @Override
        public void advance(Connection connection, String topic, Collection<Progress> progress)
                throws SQLException, FencedException {
            if (without.contains(Mechanism.OFFSET_IN_TRANSACTION)) {
                connection.commit();
                reach(failpoints, "between-commits");
            }
            if (without.contains(Mechanism.FENCE)) {
                advanceUnfenced(connection, topic, progress);
            } else {
                super.advance(connection, topic, progress);
            }
        }

        private static void forgetOwners(Connection connection, String topic) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE sink_offset SET owner_pid = NULL WHERE topic = ?")) {
                statement.setString(1, topic);
                statement.executeUpdate();
            }
        }

        private static void advanceUnfenced(Connection connection, String topic, Collection<Progress> progress)
                throws SQLException {
            for (Progress to : progress) {
                try (PreparedStatement statement = connection.prepareStatement(
                        "UPDATE sink_offset SET next_offset = greatest(next_offset, ?) WHERE topic = ? AND partition = ?")) {
                    statement.setLong(1, to.nextOffset());
                    statement.setString(2, topic);
                    statement.setInt(3, to.partition());
                    statement.executeUpdate();
                }
            }
        }
    }
}
