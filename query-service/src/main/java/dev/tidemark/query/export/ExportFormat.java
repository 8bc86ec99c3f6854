package dev.tidemark.query.export;

import dev.tidemark.query.parameter.InvalidParameterException;
import io.micronaut.json.JsonMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file formats of a download. */
public enum ExportFormat {
    CSV(ExportFormat.CSV_TYPE, "csv"),
    JSON(ExportFormat.JSON_TYPE, "jsonl");

    public static final String CSV_TYPE = "text/csv;charset=UTF-8";
    public static final String JSON_TYPE = "application/x-ndjson";

    private final String type;
    private final String ending;

    ExportFormat(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    /**
     * Parses the format parameter; CSV if it is empty.
     *
     * @throws InvalidParameterException if there is no such format
     */
    public static ExportFormat of(@Nullable String text) {
        String name = text == null || text.isBlank() ? "csv" : text.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "csv" -> CSV;
            case "json" -> JSON;
            default -> throw new InvalidParameterException("format", name, "csv or json");
        };
    }

    String type() {
        return type;
    }

    String fileName(String table) {
        return "tidemark-" + table + "." + ending;
    }

    RowWriter writer(ExportTable table, JsonMapper json) {
        return switch (this) {
            case CSV -> new CsvRows(ExportColumn.of(table), json);
            case JSON -> new JsonRows(json);
        };
    }
}
