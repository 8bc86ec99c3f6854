package dev.tidemark.query.logs;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CSV (RFC 4180) with a header, safe to open in a spreadsheet. */
final class CsvLines implements LineWriter {
    /** Spreadsheets may treat a text that begins with one of these as a formula; some languages also use the full-width forms. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    /** Control a terminal or the direction of writing; the same as on the pages ({@code wording.js}). */
    static final Pattern CONTROLS = Pattern.compile("[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f"
            + "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

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

    /** {@code text} with visible control characters, and behind an apostrophe if a spreadsheet would treat it as a formula. */
    static @Nullable String harmless(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        String shown = CONTROLS.matcher(text)
                .replaceAll(
                        control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
        return FORMULA.indexOf(shown.charAt(0)) < 0 ? shown : "'" + shown;
    }
}
