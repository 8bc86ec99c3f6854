package dev.tidemark.query.logs;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** CSV (RFC 4180) with a header, safe to open in a spreadsheet. */
final class CsvLines implements LineWriter {
    /** Spreadsheets may treat a text that begins with one of these as a formula; some languages also use the full-width forms. */
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
        // Closing only flushes: the target is a byte array.
        try (CsvWriter writer = CSV.build(out, StandardCharsets.UTF_8)) {
            writer.writeRecord(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prefixes {@code text} with an apostrophe if a spreadsheet would treat it as a formula. */
    static @Nullable String harmless(@Nullable String text) {
        return text == null || text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
