package dev.tidemark.query.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV (RFC 4180) with a header, safe to open in a spreadsheet. */
final class CsvRows implements RowWriter {
    /** Spreadsheets may treat a text that begins with one of these as a formula; some languages also use the full-width forms. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private static final CsvWriter.CsvWriterBuilder CSV = CsvWriter.builder();

    private final List<ExportColumn> columns;
    private final JsonMapper json;

    CsvRows(List<ExportColumn> columns, JsonMapper json) {
        this.columns = columns;
        this.json = json;
    }

    @Override
    public byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        record(out, columns.stream().map(ExportColumn::name).toArray(String[]::new));
        return out.toByteArray();
    }

    @Override
    public void write(Object row, ByteArrayOutputStream out) throws IOException {
        JsonNode tree = json.writeValueToTree(row);
        @Nullable String[] values = new String[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(columns.get(i).in(tree));
        }
        record(out, values);
    }

    private @Nullable String text(@Nullable JsonNode value) throws IOException {
        // No entries and no value look the same.
        if (value == null || value.isNull() || value.isContainerNode() && value.size() == 0) {
            return null;
        }
        // A number is no formula, even if it is negative.
        return value.isNumber() || value.isBoolean()
                ? value.coerceStringValue()
                : harmless(value.isString() ? value.getStringValue() : json.writeValueAsString(value));
    }

    private static void record(ByteArrayOutputStream out, @Nullable String... values) {
        // Closing only flushes: the target is a byte array.
        try (CsvWriter writer = CSV.build(out, StandardCharsets.UTF_8)) {
            writer.writeRecord(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code text} with visible control characters, and behind an apostrophe if a spreadsheet would treat it as a formula. */
    static String harmless(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String shown = Controls.visible(text);
        return FORMULA.indexOf(shown.charAt(0)) < 0 ? shown : "'" + shown;
    }
}
