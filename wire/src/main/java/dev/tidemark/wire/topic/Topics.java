package dev.tidemark.wire.topic;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.SampleEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The public topics. The stream processor creates missing ones when it starts; brokers do not create them
 * automatically. The partition counts limit the number of processor instances that share the work.
 */
public final class Topics {
    private static final String DAY = ms(Duration.ofDays(1));
    private static final String WEEK = ms(Duration.ofDays(7));

    /**
     * A record may be this far ahead of the broker's clock. By default that is one hour: if the clock is set back by more, the broker
     * refuses the results of the records that it took before, and the processor cannot go on.
     */
    private static final String AHEAD_MS = "message.timestamp.after.max.ms";

    private static final String AHEAD = ms(Duration.ofDays(400));

    /** The settings of the topics between the stages and of the state stores, whose records carry times of the requests topic, too. */
    public static final Map<String, String> INTERNAL_SETTINGS = Map.of(AHEAD_MS, AHEAD);

    /** No key. Lateness is judged by the broker's time, so that a replay gives the same result. */
    public static final Topic<RequestEvent> REQUESTS = new Topic<>(
            "tidemark.requests.v1",
            4,
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", WEEK, "segment.ms", DAY),
            Codecs.REQUEST_JSON);

    /** Keyed by instance, so that lines of an instance keep their order. */
    public static final Topic<LogEvent> LOGS = new Topic<>(
            "tidemark.logs.v1",
            4,
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", WEEK, "segment.ms", DAY),
            Codecs.LOG_JSON);

    /** Keyed by instance. */
    public static final Topic<SampleEvent> SAMPLES = new Topic<>(
            "tidemark.samples.v1",
            2,
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", WEEK, "segment.ms", DAY),
            Codecs.SAMPLE_JSON);

    /** Keyed by instance. */
    public static final Topic<CallSummary> CALLS = new Topic<>(
            "tidemark.calls.v1",
            2,
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", WEEK, "segment.ms", DAY),
            Codecs.CALL_JSON);

    /** Keyed by series and window ({@link Codecs#ROLLUP_KEY_JSON}). */
    public static final Topic<Rollup> ROLLUPS = new Topic<>(
            "tidemark.rollups.v1",
            4,
            Map.of(
                    "cleanup.policy",
                    "compact,delete",
                    "message.timestamp.type",
                    "LogAppendTime",
                    "retention.ms",
                    WEEK,
                    "segment.ms",
                    DAY,
                    AHEAD_MS,
                    AHEAD),
            Codecs.ROLLUP_JSON);

    /** All topics that must exist before the first record is read. */
    public static final List<Topic<?>> ALL = List.of(REQUESTS, LOGS, SAMPLES, CALLS, ROLLUPS);

    /**
     * The settings of {@link DeadLetter#TOPIC}. Retention is long enough to examine on Monday what broke on Friday. A
     * dead letter may exceed Kafka's default record size, because it has additional headers.
     */
    public static final Map<String, String> DEAD_LETTER_SETTINGS =
            Map.of("retention.ms", WEEK, "max.message.bytes", Integer.toString(DeadLetter.MAX_BYTES), AHEAD_MS, AHEAD);

    private Topics() {}

    private static String ms(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
