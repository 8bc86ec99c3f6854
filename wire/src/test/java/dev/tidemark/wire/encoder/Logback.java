package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A logging context of its own, configured by XML, whose appender keeps what its encoder writes. */
final class Logback implements AutoCloseable {
    private final LoggerContext context = new LoggerContext();
    private final Keep keep;

    /** Keeps the encoded lines. */
    public static final class Keep extends AppenderBase<ILoggingEvent> {
        private final List<byte[]> lines = new ArrayList<>();
        private @Nullable Encoder<ILoggingEvent> encoder;

        /** Called for the element {@code encoder}. */
        public void setEncoder(Encoder<ILoggingEvent> encoder) {
            this.encoder = encoder;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(Objects.requireNonNull(encoder).encode(event));
        }
    }

    /**
     * Starts a context.
     *
     * @param encoder the encoder's element in logback.xml
     * @param objects what the context holds by name
     */
    Logback(String encoder, Map<String, Object> objects) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.setName("shop");
        objects.forEach(context::putObject);
        String xml = "<configuration><appender name='KEEP' class='" + Keep.class.getName() + "'>" + encoder
                + "</appender><root level='TRACE'><appender-ref ref='KEEP'/></root></configuration>";
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(UTF_8)));
        } catch (JoranException e) {
            throw new AssertionError(xml, e);
        }
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            if (status.getLevel() >= Status.WARN) {
                throw new AssertionError(status.toString(), status.getThrowable());
            }
        }
        keep = (Keep) Objects.requireNonNull(
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("KEEP"));
    }

    Logger logger() {
        return context.getLogger(Lines.LOGGER);
    }

    void mdc(Map<String, String> entries) {
        entries.forEach(context.getMDCAdapter()::put);
    }

    /** The newest line. */
    byte[] line() {
        if (keep.lines.isEmpty()) {
            throw new AssertionError(context.getStatusManager().getCopyOfStatusList().stream()
                    .map(status -> status + " " + status.getThrowable())
                    .toList()
                    .toString());
        }
        return keep.lines.get(keep.lines.size() - 1);
    }

    @Override
    public void close() {
        context.stop();
    }
}
