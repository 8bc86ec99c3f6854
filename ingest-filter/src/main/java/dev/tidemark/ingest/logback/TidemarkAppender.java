package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.FilterReply;
import com.github.danielwegener.logback.kafka.KafkaAppender;
import dev.tidemark.ingest.Adapter;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Publishes log lines to the logs topic:
 *
 * <pre>{@code
 * <appender name="TIDEMARK" class="dev.tidemark.ingest.logback.TidemarkAppender"/>
 * }</pre>
 *
 * <p>Lines go to the process-wide {@link Tidemark} and its producer, so there is nothing of Kafka to configure here.
 * The logging thread never waits: if the queue is full, the line goes to the appenders that are nested
 * in this one ({@code <appender-ref>}), if any, and is counted.
 *
 * <p>Extends logback-kafka-appender and reuses its configuration and nested appenders. It does not use its producer,
 * which would be a second one beside the filter's, nor its {@code doAppend}, which has no guard against recursive
 * logging and keeps Kafka's own lines in an unbounded queue.
 */
public final class TidemarkAppender extends KafkaAppender<ILoggingEvent> {
    private static final String KAFKA = "org.apache.kafka.";
    private static final Warnings WARNINGS = new Warnings();

    private final ThreadLocal<@Nullable Boolean> appending = new ThreadLocal<>();
    private volatile @Nullable TidemarkHandle handle;

    public TidemarkAppender() {
        setTopic(Topics.LOGS.name());
        setEncoder(new Unused());
        addProducerConfigValue(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    @Override
    public void start() {
        if (isStarted() || isTooOld()) {
            return;
        }
        if (handle == null) {
            handle = Tidemark.acquire(Adapter.LOGBACK);
        }
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        TidemarkHandle held = handle;
        handle = null;
        if (held != null) {
            held.close();
        }
    }

    /** logback 1.2 would fail at every line, because its events lack what newer ones have. */
    private boolean isTooOld() {
        try {
            ILoggingEvent.class.getMethod("getKeyValuePairs");
            return false;
        } catch (NoSuchMethodException e) {
            CodeSource source = ILoggingEvent.class.getProtectionDomain().getCodeSource();
            String message = "Tidemark publishes no log lines: logback is too old; expected 1.3 or newer, found "
                    + (source == null ? "an older one" : source.getLocation());
            addError(message);
            WARNINGS.warn(message);
            return true;
        }
    }

    /** Kafka's own lines are skipped: sending one would cause more of them. */
    @Override
    public void doAppend(ILoggingEvent line) {
        if (!isStarted() || appending.get() != null || line.getLoggerName().startsWith(KAFKA)) {
            return;
        }
        appending.set(Boolean.TRUE);
        try {
            if (getFilterChainDecision(line) != FilterReply.DENY) {
                append(line);
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            addError("Tidemark could not accept a log line", e);
        } finally {
            appending.remove();
        }
    }

    @Override
    protected void append(ILoggingEvent line) {
        TidemarkHandle held = handle;
        if (held == null) {
            return;
        }
        Tidemark tidemark = held.tidemark();
        if (tidemark.isEnabled() && !tidemark.log(LogLines.of(line, tidemark.settings()))) {
            iteratorForAppenders().forEachRemaining(fallback -> fallback.doAppend(line));
        }
    }

    /** The superclass requires an encoder; it is never called. */
    private static final class Unused extends EncoderBase<ILoggingEvent> {
        private static final byte[] NOTHING = "".getBytes(StandardCharsets.UTF_8);

        @Override
        public byte[] headerBytes() {
            return NOTHING;
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return NOTHING;
        }

        @Override
        public byte[] footerBytes() {
            return NOTHING;
        }
    }
}
