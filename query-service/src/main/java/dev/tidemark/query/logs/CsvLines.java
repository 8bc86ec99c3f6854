package dev.tidemark.query.logs;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 describes it, with a header, safe to open in a spreadsheet. */
final class CsvLines implements LineWriter {
    /** A text that begins with one of these may be taken for a formula, the full-width forms in some languages too. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private static final CsvWriter.CsvWriterBuilder CSV = CsvWriter.builder();

    @Override
    public byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        record(
                out,
                "ts",
                "service",
                "instance",
                "level",
                "logger",
                "thread",
                "message",
                "trace_id",
                "span_id",
                "error_type",
                "stack_trace",
                "fields",
                "position",
                "truncated");
        return out.toByteArray();
    }

    @Override
    public void write(LogQueries.Row row, ByteArrayOutputStream out) {
        record(
                out,
                row.ts().toString(),
                row.service(),
                row.instance(),
                row.level(),
                row.logger(),
                row.thread(),
                row.message(),
                row.traceId(),
                row.spanId(),
                row.errorType(),
                row.stackTrace(),
                row.fieldsJson(),
                LogCursor.of(row).position(),
                Boolean.toString(row.cut()));
    }

    private static void record(ByteArrayOutputStream out, @Nullable String... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = harmless(values[i]);
        }
        // Closing only flushes here: a byte array has nothing to close.
        try (CsvWriter writer = CSV.build(out, StandardCharsets.UTF_8)) {
            writer.writeRecord(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code text} with an apostrophe before it, if a spreadsheet would calculate it. */
    static @Nullable String harmless(@Nullable String text) {
        return text == null || text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
