package dev.tidemark.processor.sink;

import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.settings.SinkSetting;
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
 * @param batchRows {@code tidemark.sink.batch-rows}: the most rows of a transaction; 20,000
 * @param batchBytes {@code tidemark.sink.batch-bytes}: the most bytes of records in a transaction; 8 MiB
 * @param batchInterval {@code tidemark.sink.batch-interval}: the longest a row waits for others; 500 ms
 * @param rollupInterval {@code tidemark.sink.rollup-interval}: the same for rollups, which come in bursts, one with each commit
 *     of the topology; 100 ms
 * @param sessionTimeout {@code tidemark.sink.session-timeout}: how long without a heartbeat until Kafka assigns a sink's
 *     partitions to another; 10 s
 * @param maxPollInterval {@code tidemark.sink.max-poll-interval}: the same for a sink that is alive but does not poll; longer
 *     than the sum of PostgreSQL's timeouts; 2 min
 * @param retryMax {@code tidemark.sink.retry-max}: the longest pause between two attempts to reach PostgreSQL; 10 s
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

    public SinkSettings {
        kafka = Map.copyOf(kafka);
        Duration slowest =
                postgres.connectTimeout().plus(postgres.statementTimeout().multipliedBy(2));
        if (maxPollInterval.compareTo(slowest) <= 0) {
            throw new IllegalArgumentException(SinkSetting.MAX_POLL_INTERVAL.property() + " " + maxPollInterval
                    + ": expected more than " + slowest + ", which PostgreSQL's timeouts may take");
        }
    }

    /**
     * Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it.
     *
     * @param kafka the properties of every Kafka client, and perhaps a {@code group.instance.id}
     */
    public static SinkSettings from(SettingsReader in, Map<String, String> kafka) {
        return new SinkSettings(
                kafka,
                in.get(SinkSetting.GROUP_PREFIX),
                in.get(SinkSetting.BATCH_ROWS),
                in.get(SinkSetting.BATCH_BYTES),
                in.get(SinkSetting.BATCH_INTERVAL),
                in.get(SinkSetting.ROLLUP_INTERVAL),
                in.get(SinkSetting.SESSION_TIMEOUT),
                in.get(SinkSetting.MAX_POLL_INTERVAL),
                in.get(SinkSetting.RETRY_MAX),
                in.get(SinkSetting.HEARTBEAT),
                PostgresSettings.from(in),
                CardinalityLimits.from(in),
                RetentionSettings.from(in));
    }
}
