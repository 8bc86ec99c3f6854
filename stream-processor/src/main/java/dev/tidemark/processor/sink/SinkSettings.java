package dev.tidemark.processor.sink;

import dev.tidemark.processor.settings.SettingReader;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of the sink. Each component's description starts with the name of its setting.
 *
 * @param kafka the properties of every Kafka client of the sink, {@code bootstrap.servers} among them
 *     ({@code tidemark.kafka.*});
 *     with a {@code group.instance.id} that outlives the process, a restart takes its partitions back at once
 * @param groupPrefix {@code tidemark.sink.group}: the consumer groups' names without the table's at their end;
 *     {@code tidemark-sink}
 * @param batchRows {@code tidemark.sink.batch.rows}: the most rows of a transaction; 20,000
 * @param batchBytes {@code tidemark.sink.batch.bytes}: the most bytes of records in a transaction; 8 MiB
 * @param batchInterval {@code tidemark.sink.batch.interval}: the longest a row waits for others; 500 ms
 * @param rollupInterval {@code tidemark.sink.rollup.interval}: the same for rollups, which come in bursts, one with each commit
 *     of the topology; 100 ms
 * @param sessionTimeout {@code tidemark.sink.session.timeout}: how long without a heartbeat until Kafka assigns a sink's
 *     partitions to another; 10 s
 * @param maxPollInterval {@code tidemark.sink.max.poll.interval}: the same for a sink that is alive but does not poll; longer
 *     than the sum of PostgreSQL's timeouts; 2 min
 * @param retryMax {@code tidemark.sink.retry.max}: the longest pause between two attempts to reach PostgreSQL; 10 s
 * @param heartbeat {@code tidemark.sink.heartbeat}: how often an idle sink updates {@code sink_offset}; 5 s
 * @param postgres the database
 * @param limits how many names producers may create
 * @param retention how long rows are kept
 */
public record SinkSettings(
        Map<String, String> kafka,
        String groupPrefix,
        int batchRows,
        long batchBytes,
        Duration batchInterval,
        Duration rollupInterval,
        Duration sessionTimeout,
        Duration maxPollInterval,
        Duration retryMax,
        Duration heartbeat,
        PostgresSettings postgres,
        CardinalityLimits limits,
        RetentionSettings retention) {

    private static final int MILLION = 1_000_000;
    private static final int MAX_BYTES = 1 << 28;
    /** To PostgreSQL no time at all is a wait without end. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    /** In milliseconds it is to fit an int, as Kafka and PostgreSQL have it. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    public SinkSettings {
        kafka = Map.copyOf(kafka);
        Duration slowest =
                postgres.connectTimeout().plus(postgres.statementTimeout().multipliedBy(2));
        if (maxPollInterval.compareTo(slowest) <= 0) {
            throw new IllegalArgumentException("tidemark.sink.max.poll.interval " + maxPollInterval
                    + ": expected more than " + slowest + ", which PostgreSQL's timeouts may take");
        }
    }

    /**
     * Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it.
     *
     * @param kafka the properties of every Kafka client, and perhaps a {@code group.instance.id}
     */
    public static SinkSettings from(SettingReader in, Map<String, String> kafka) {
        CardinalityLimits limits = CardinalityLimits.defaults();
        RetentionSettings retention = RetentionSettings.defaults();
        return new SinkSettings(
                kafka,
                in.text("tidemark.sink.group", "tidemark-sink"),
                in.number("tidemark.sink.batch.rows", 20_000, 1, MILLION),
                in.number("tidemark.sink.batch.bytes", 8 << 20, 1, MAX_BYTES),
                in.duration("tidemark.sink.batch.interval", Duration.ofMillis(500), Duration.ZERO, LONGEST_WAIT),
                in.duration("tidemark.sink.rollup.interval", Duration.ofMillis(100), Duration.ZERO, LONGEST_WAIT),
                in.duration("tidemark.sink.session.timeout", Duration.ofSeconds(10), SHORTEST_WAIT, LONGEST_WAIT),
                in.duration("tidemark.sink.max.poll.interval", Duration.ofMinutes(2), SHORTEST_WAIT, LONGEST_WAIT),
                in.duration("tidemark.sink.retry.max", Duration.ofSeconds(10), SHORTEST_WAIT, LONGEST_WAIT),
                in.duration("tidemark.sink.heartbeat", Duration.ofSeconds(5), SHORTEST_WAIT, LONGEST_WAIT),
                new PostgresSettings(
                        in.text("tidemark.postgres.url", "jdbc:postgresql://127.0.0.1:15432/tidemark"),
                        in.text("tidemark.postgres.user", "tidemark"),
                        in.text("tidemark.postgres.password", "tidemark"),
                        in.duration(
                                "tidemark.postgres.connect.timeout",
                                Duration.ofSeconds(5),
                                SHORTEST_WAIT,
                                LONGEST_WAIT),
                        in.duration(
                                "tidemark.postgres.statement.timeout",
                                Duration.ofSeconds(15),
                                SHORTEST_WAIT,
                                LONGEST_WAIT),
                        in.duration(
                                "tidemark.postgres.lock.timeout", Duration.ofSeconds(5), SHORTEST_WAIT, LONGEST_WAIT)),
                new CardinalityLimits(
                        in.number("tidemark.sink.limit.services", limits.services(), 1, MILLION),
                        in.number("tidemark.sink.limit.rollup.services", limits.rollupServices(), 1, MILLION),
                        in.number("tidemark.sink.limit.endpoints", limits.endpoints(), 1, MILLION),
                        in.number("tidemark.sink.limit.rollup.endpoints", limits.rollupEndpoints(), 1, MILLION),
                        in.number("tidemark.sink.limit.instances", limits.instances(), 1, MILLION),
                        in.number("tidemark.sink.limit.label.sets", limits.labelSets(), 1, MILLION),
                        in.number("tidemark.sink.limit.metrics", limits.metrics(), 1, MILLION)),
                new RetentionSettings(
                        in.duration(
                                "tidemark.retention.requests",
                                retention.requests(),
                                Duration.ofSeconds(1),
                                LONGEST_RETENTION),
                        in.duration(
                                "tidemark.retention.logs", retention.logs(), Duration.ofSeconds(1), LONGEST_RETENTION),
                        in.duration(
                                "tidemark.retention.samples",
                                retention.samples(),
                                Duration.ofSeconds(1),
                                LONGEST_RETENTION),
                        in.duration(
                                "tidemark.retention.rollups.10s",
                                retention.rollups10s(),
                                Duration.ofSeconds(1),
                                LONGEST_RETENTION),
                        in.duration(
                                "tidemark.retention.rollups.1m",
                                retention.rollups1m(),
                                Duration.ofSeconds(1),
                                LONGEST_RETENTION),
                        in.duration(
                                "tidemark.retention.rollups.1h",
                                retention.rollups1h(),
                                Duration.ofSeconds(1),
                                LONGEST_RETENTION)));
    }
}
