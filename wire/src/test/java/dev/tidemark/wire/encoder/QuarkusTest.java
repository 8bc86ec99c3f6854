package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.logging.json.runtime.JsonFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.StructuredFormatter.ExceptionOutputType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of Quarkus. */
final class QuarkusTest {

    @ParameterizedTest
    @EnumSource(ExceptionOutputType.class)
    void error_ofEachExceptionType_isReadWhole(ExceptionOutputType type) {
        JsonFormatter formatter = new JsonFormatter();
        formatter.setExceptionOutputType(type);
        assertError(formatter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd'T'HH:mm:ss.SSSZ", "yyyy-MM-dd HH:mm:ss,SSS XXX"})
    void error_withAnotherDateFormat_isReadWhole(String format) {
        JsonFormatter formatter = new JsonFormatter(
                "timestamp=@timestamp,level=log.level,logger-name=log.logger,thread-name=process.thread.name");
        formatter.setDateFormat(format);
        formatter.setPrintDetails(true);
        assertError(formatter);
    }

    private static void assertError(JsonFormatter formatter) {
        ExtLogRecord record = new ExtLogRecord(
                Level.ERROR, "order %s failed", ExtLogRecord.FormatStyle.PRINTF, Lines.class.getName());
        record.setParameters(new Object[] {4711});
        record.setLoggerName(Lines.LOGGER);
        record.setThrown(Lines.failure());
        Lines.MDC.forEach(record::putMdc);
        String line = formatter.format(record);

        Lines.assertError(line, Lines.read(line.getBytes(UTF_8)));
        Lines.assertCause(line, Lines.read(line.getBytes(UTF_8)));
    }
}
