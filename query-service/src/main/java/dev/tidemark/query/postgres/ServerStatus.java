package dev.tidemark.query.postgres;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of the monitored PostgreSQL, with what the whole server does and did. What is added up over the span comes from samples of the
 * collector.
 *
 * @param status its figures
 * @param from the start of the history
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param uptimeSeconds since its start
 * @param checkpoints those of the span; null if there are no samples, as {@code io} and {@code transactions}
 * @param io what each type of backend read and wrote in the span, with the server from 16 on
 * @param transactions those of the database in the span
 * @param statementKinds the statements of the span by kind; null if there are no samples
 * @param replicas null if they cannot be read
 * @param slots null if they cannot be read
 * @param standby whether this server is a standby
 * @param standbyDelaySeconds how far a standby is behind
 * @param wraparound how near the oldest database is to a wraparound of transaction ids
 * @param history by the names of the collector's metrics
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record ServerStatus(
        @JsonUnwrapped PostgresStatus status,
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Double uptimeSeconds,
        @Nullable Checkpoints checkpoints,
        @Nullable List<Io> io,
        @Nullable Transactions transactions,
        @Nullable List<StatementKindFigures> statementKinds,
        @Nullable List<Replica> replicas,
        @Nullable List<Slot> slots,
        @Nullable Boolean standby,
        @Nullable Double standbyDelaySeconds,
        @Nullable Wraparound wraparound,
        List<PostgresSeries> history,
        @Nullable ServerStatus comparison) {

    /**
     * Checkpoints, near enough: samples are rates.
     *
     * @param requested those that were not due yet: by WAL of {@code max_wal_size}, or by hand
     * @param requestedPercent null if there were none
     * @param writeMb what they wrote, with blocks of 8 KiB
     */
    @Serdeable
    record Checkpoints(
            double timed,
            double requested,
            @Nullable Double requestedPercent,
            @Nullable Double writeMb,
            @Nullable Double ms) {
        static @Nullable Checkpoints of(PostgresHistory history) {
            Double timed = history.sum("checkpoints_timed_per_second");
            Double requested = history.sum("checkpoints_requested_per_second");
            Double buffers = history.sum("checkpoint_buffers_per_second");
            return timed == null || requested == null
                    ? null
                    : new Checkpoints(
                            timed,
                            requested,
                            Rounding.share(requested, timed + requested),
                            buffers == null ? null : (Double) Rounding.two(buffers / 128),
                            history.sum("checkpoint_ms_per_second"));
        }
    }

    /** @param backend its type, such as {@code client backend} */
    @Serdeable
    record Io(String backend, double readMb, double writeMb, double readMs, double writeMs) {
        static @Nullable List<Io> of(PostgresHistory history) {
            List<Io> all = history.named("io_read_mb_per_second")
                    .map(PostgresSeries::labels)
                    .distinct()
                    .map(labels -> new Io(
                            labels.getOrDefault("backend", ""),
                            history.sum("io_read_mb_per_second", labels),
                            history.sum("io_write_mb_per_second", labels),
                            history.sum("io_read_ms_per_second", labels),
                            history.sum("io_write_ms_per_second", labels)))
                    .sorted(Comparator.comparing(Io::backend))
                    .toList();
            return all.isEmpty() ? null : all;
        }
    }

    @Serdeable
    record Transactions(
            @Nullable Double commits,
            @Nullable Double rollbacks,
            @Nullable Double deadlocks) {
        static @Nullable Transactions of(PostgresHistory history) {
            Double commits = history.sum("commits_per_second");
            return commits == null
                    ? null
                    : new Transactions(
                            commits, history.sum("rollbacks_per_second"), history.sum("deadlocks_per_second"));
        }
    }

    /**
     * A replica that is connected.
     *
     * @param lagMb the WAL that it has not replayed yet
     */
    @Serdeable
    record Replica(
            @Nullable String name,
            @Nullable String address,
            @Nullable String state,
            @Nullable String syncState,
            @Nullable Double lagMb,
            @Nullable Double lagSeconds) {
        static Replica of(ServerQueries.Replica replica) {
            return new Replica(
                    replica.name(),
                    replica.address(),
                    replica.state(),
                    replica.syncState(),
                    megabytes(replica.lagBytes()),
                    Rounding.knownTwo(replica.lagSeconds()));
        }
    }

    /**
     * A replication slot.
     *
     * @param retainedWalMb the WAL that is kept for it
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
     * @param safeWalMb how much more may be written before it is lost; null if nothing limits it
     * @param inactiveSeconds since when nobody reads it; from 17 on
     */
    @Serdeable
    record Slot(
            String name,
            String type,
            @Nullable String database,
            boolean active,
            @Nullable String walStatus,
            @Nullable Double retainedWalMb,
            @Nullable Double safeWalMb,
            @Nullable Double inactiveSeconds) {
        static Slot of(ServerQueries.Slot slot) {
            return new Slot(
                    slot.name(),
                    slot.type(),
                    slot.database(),
                    slot.active(),
                    slot.walStatus(),
                    megabytes(slot.retainedBytes()),
                    Rounding.knownMegabytes(slot.safeBytes()),
                    Rounding.knownTwo(slot.inactiveSeconds()));
        }
    }

    /**
     * How near the oldest database is to a wraparound.
     *
     * @param percent the larger age as a percentage of 2<sup>31</sup>
     * @param freezeMaxAge the age at which autovacuum freezes rows in any case
     */
    @Serdeable
    record Wraparound(String database, long ageTransactions, long ageMultixacts, double percent, long freezeMaxAge) {
        private static final double LAST = 1L << 31;

        static Wraparound of(ServerQueries.Server server) {
            return new Wraparound(
                    server.oldestDatabase(),
                    server.wraparoundAge(),
                    server.multixactAge(),
                    Rounding.percent(Math.max(server.wraparoundAge(), server.multixactAge()), LAST),
                    server.freezeMaxAge());
        }
    }

    static ServerStatus of(
            PostgresStatus status,
            ServerReports.@Nullable Read read,
            PostgresHistory history,
            List<Unknown> unknown,
            @Nullable ServerStatus comparison) {
        ServerQueries.Server server = read == null ? null : read.server();
        List<ServerQueries.Replica> replicas = read == null ? null : read.seenReplicas();
        return new ServerStatus(
                status.with(Stream.concat(unknown.stream(), history.unknown().stream())
                        .toList()),
                history.from(),
                history.to(),
                history.stepSeconds(),
                server == null ? null : (Double) Rounding.two(server.uptimeSeconds()),
                Checkpoints.of(history),
                Io.of(history),
                Transactions.of(history),
                StatementKindFigures.of(history),
                replicas == null ? null : replicas.stream().map(Replica::of).toList(),
                read == null ? null : read.slots().stream().map(Slot::of).toList(),
                server == null ? null : (Boolean) server.standby(),
                server == null ? null : Rounding.knownTwo(server.standbyDelaySeconds()),
                server == null ? null : Wraparound.of(server),
                history.series(),
                comparison);
    }

    private static @Nullable Double megabytes(@Nullable Double bytes) {
        return bytes == null ? null : (Double) Rounding.megabytes(bytes);
    }
}
