package dev.tidemark.settings;

import static dev.tidemark.settings.Component.FILTER;
import static dev.tidemark.settings.Component.PROCESSOR;
import static dev.tidemark.settings.Component.QUERY_SERVICE;

import java.time.Duration;

/** The connection to Kafka; see also {@link KafkaClientProperties}. */
public final class KafkaSetting {
    static final SettingGroup GROUP = new SettingGroup("Kafka");

    public static final Setting<String> BOOTSTRAP_SERVERS = GROUP.add(
            Setting.of("tidemark.kafka.bootstrap-servers", SettingType.servers(), "The brokers to contact first.")
                    .readBy("localhost:19092", FILTER, PROCESSOR, QUERY_SERVICE));

    public static final Setting<Duration> PATIENCE = GROUP.add(Setting.of(
                    "tidemark.kafka.patience",
                    SettingType.duration("0s", "36500d"),
                    "How long startup waits for a broker.")
            .readBy("60s", PROCESSOR));

    public static final Setting<Integer> REPLICATION_FACTOR = GROUP.add(Setting.of(
                    "tidemark.replication-factor",
                    SettingType.wholeNumber(-1, Short.MAX_VALUE),
                    "The replication factor of created topics; -1 for the broker's default.")
            .readBy("-1", PROCESSOR));

    public static final Setting<Long> MAX_BYTES = GROUP.add(Setting.of(
                    "tidemark.kafka.max-bytes",
                    SettingType.sizeOrZero("1GiB", "8388607TiB"),
                    "The disk space of one copy of Tidemark's topics. The oldest records beyond it are deleted, even before their retention."
                            + " It is divided among topics and partitions when the processor starts. 0 leaves the topics' own limits.")
            .readBy("20GiB", PROCESSOR));

    private KafkaSetting() {}
}
