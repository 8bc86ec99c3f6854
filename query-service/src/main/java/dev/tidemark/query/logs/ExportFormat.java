package dev.tidemark.query.logs;

import dev.tidemark.query.parameter.InvalidParameterException;
import io.micronaut.json.JsonMapper;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The file formats of an export. */
enum ExportFormat {
    CSV(ExportFormat.CSV_TYPE, "tidemark-logs.csv", json -> new CsvLines()),
    JSON(ExportFormat.JSON_TYPE, "tidemark-logs.jsonl", JsonLines::new);

    static final String CSV_TYPE = "text/csv;charset=UTF-8";
    static final String JSON_TYPE = "application/x-ndjson";

    private final String type;
    private final String fileName;
    private final Function<JsonMapper, LineWriter> writer;

    ExportFormat(String type, String fileName, Function<JsonMapper, LineWriter> writer) {
        this.type = type;
        this.fileName = fileName;
        this.writer = writer;
    }

    /**
     * Parses the format parameter; CSV if it is empty.
     *
     * @throws InvalidParameterException if there is no such format
     */
    static ExportFormat of(@Nullable String text) {
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

    String fileName() {
        return fileName;
    }

    LineWriter writer(JsonMapper json) {
        return writer.apply(json);
    }
}
