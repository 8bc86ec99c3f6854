package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import dev.tidemark.query.postgres.ServerReports.Read;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges wraparound, replication and checkpoints. */
final class ServerChecks {
    /** With fewer checkpoints, one by hand would be many percent. */
    private static final double FEW_CHECKPOINTS = 4;

    private ServerChecks() {}

    static List<Check> of(Present<Read> present, PostgresHistory history) {
        return List.of(wraparound(present), lag(present), slots(present), checkpoints(history));
    }

    private static Check wraparound(Present<Read> present) {
        Read read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.WRAPAROUND, present.reason());
        }
        ServerStatus.Wraparound wraparound = ServerStatus.Wraparound.of(read.server());
        List<Finding> findings = Threshold.WRAPAROUND.isReached(wraparound.percent())
                ? List.of(new Finding(
                        "database " + wraparound.database(),
                        wraparound.percent(),
                        "autovacuum does not keep up, or an old transaction, prepared transaction or slot holds it back;"
                                + " run it in that database",
                        "VACUUM (FREEZE, ANALYZE)"))
                : List.of();
        return Check.of(
                Threshold.WRAPAROUND,
                wraparound.percent(),
                Math.max(wraparound.ageTransactions(), wraparound.ageMultixacts()) + " transactions, database "
                        + wraparound.database(),
                findings);
    }

    private static Check lag(Present<Read> present) {
        Read read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.REPLICATION_LAG, present.reason());
        }
        List<ServerQueries.Replica> replicas = read.seenReplicas();
        if (replicas == null) {
            return Check.unknown(Threshold.REPLICATION_LAG, ServerReports.hiddenReplicas(read));
        }
        Double behind = read.server().standbyDelaySeconds();
        if (replicas.isEmpty() && !read.server().standby()) {
            return Check.nothing(Threshold.REPLICATION_LAG, "no replica is connected");
        }
        double most = Math.max(
                replicas.stream().mapToDouble(ServerChecks::seconds).max().orElse(0), behind == null ? 0 : behind);
        return Check.of(
                Threshold.REPLICATION_LAG,
                most,
                Rounding.two(most) + " s behind"
                        + (replicas.stream().anyMatch(replica -> replica.lagSeconds() == null)
                                ? "; unknown of a replica that has not replayed all it was sent"
                                : ""),
                replicas.stream()
                        .filter(replica -> Threshold.REPLICATION_LAG.isReached(seconds(replica)))
                        .sorted(Comparator.comparingDouble(ServerChecks::seconds)
                                .reversed())
                        .map(ServerChecks::finding)
                        .toList());
    }

    private static double seconds(ServerQueries.Replica replica) {
        // Null until it has replayed something.
        return Objects.requireNonNullElse(replica.lagSeconds(), 0.0);
    }

    private static Finding finding(ServerQueries.Replica replica) {
        return new Finding(
                "replica " + Objects.requireNonNullElse(replica.name(), ""),
                Rounding.two(seconds(replica)),
                replica.state(),
                "SELECT application_name, state, sent_lsn, write_lsn, flush_lsn, replay_lsn FROM pg_stat_replication");
    }

    private static Check slots(Present<Read> present) {
        Read read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.REPLICATION_SLOTS, present.reason());
        }
        if (read.slots().isEmpty()) {
            return Check.nothing(Threshold.REPLICATION_SLOTS, "there is no slot");
        }
        double most =
                read.slots().stream().mapToDouble(ServerChecks::megabytes).max().orElse(0);
        long inactive = read.slots().stream().filter(slot -> !slot.active()).count();
        return Check.of(
                Threshold.REPLICATION_SLOTS,
                most,
                read.slots().size() + (read.slots().size() == 1 ? " slot, " : " slots, ") + inactive + " inactive",
                read.slots().stream()
                        .filter(slot -> Threshold.REPLICATION_SLOTS.isReached(megabytes(slot)))
                        .map(slot -> new Finding(
                                "slot " + slot.name(),
                                megabytes(slot),
                                slot.active() ? "active" : "nobody reads it",
                                slot.active()
                                        ? "SELECT * FROM pg_replication_slots WHERE slot_name = '" + slot.name() + "'"
                                        : "SELECT pg_drop_replication_slot('" + slot.name() + "')"))
                        .toList());
    }

    private static double megabytes(ServerQueries.Slot slot) {
        Double bytes = slot.retainedBytes();
        return bytes == null ? 0 : Rounding.megabytes(bytes);
    }

    private static Check checkpoints(PostgresHistory history) {
        ServerStatus.Checkpoints checkpoints = ServerStatus.Checkpoints.of(history);
        if (checkpoints == null) {
            List<Unknown> unknown = history.unknown();
            return Check.unknown(
                    Threshold.CHECKPOINTS,
                    unknown.isEmpty()
                            ? new Unknown(
                                    List.of(Threshold.CHECKPOINTS.id()),
                                    "there are no samples of this span",
                                    "leave TIDEMARK_COLLECTOR_ENABLED on")
                            : unknown.getFirst());
        }
        double all = checkpoints.timed() + checkpoints.requested();
        @Nullable Double percent = checkpoints.requestedPercent();
        if (percent == null || all < FEW_CHECKPOINTS) {
            return Check.nothing(
                    Threshold.CHECKPOINTS,
                    Math.round(all) + " in this span; " + Math.round(FEW_CHECKPOINTS) + " are needed to judge");
        }
        List<Finding> findings = Threshold.CHECKPOINTS.isReached(percent)
                ? List.of(new Finding(
                        "max_wal_size",
                        percent,
                        "the WAL fills before checkpoint_timeout",
                        "ALTER SYSTEM SET max_wal_size = '4GB'; SELECT pg_reload_conf()"))
                : List.of();
        return Check.of(
                Threshold.CHECKPOINTS,
                percent,
                Math.round(checkpoints.requested()) + " of " + Math.round(all) + " were requested",
                findings);
    }
}
