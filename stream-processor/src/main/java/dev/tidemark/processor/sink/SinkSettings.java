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
 * @param kafka the properties of all Kafka clients of the sink, including {@code bootstrap.servers} ({@code
 *     tidemark.kafka.*}). With a {@code group.instance.id} that survives the process, a restart gets its partitions
 *     back at once
 * @param groupPrefix {@code tidemark.sink.group}: the prefix of the consumer group names; {@code tidemark-sink}
 * @param batchRows {@code tidemark.sink.batch-rows}: the maximum number of rows per transaction; 20,000
 * @param batchBytes {@code tidemark.sink.batch-bytes}: the maximum size of the records in a transaction; 8 MiB
 * @param batchInterval {@code tidemark.sink.batch-interval}: the longest that a row waits for its transaction to fill;
 *     500 ms
 * @param rollupInterval {@code tidemark.sink.rollup-interval}: the same for rollups, which arrive in bursts, one per
 *     commit of the topology; 100 ms
 * @param sessionTimeout {@code tidemark.sink.session-timeout}: the time without a heartbeat after which Kafka reassigns
 *     a sink's partitions; 10 s
 * @param maxPollInterval {@code tidemark.sink.max-poll-interval}: the same for a sink that is alive but does not poll;
 *     longer than the sum of PostgreSQL's timeouts; 2 min
 * @param retryMax {@code tidemark.sink.retry-max}: the longest pause between two attempts to reach PostgreSQL; 10 s
 * @param heartbeat {@code tidemark.sink.heartbeat}: how often an idle sink updates {@code sink_offset}; 5 s
 * @param postgres the database
 * @param limits the limits on names that producers may create
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
     * Reads the settings.
     *
     * @param kafka the properties of all Kafka clients, optionally with a {@code group.instance.id}
     * @throws IllegalArgumentException if one has a wrong value; the message names it
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
