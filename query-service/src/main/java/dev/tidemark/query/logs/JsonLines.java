package dev.tidemark.query.logs;

import io.micronaut.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON Lines: one object per line, with the same fields as the list of stored lines. */
final class JsonLines implements LineWriter {
    private final JsonMapper json;

    JsonLines(JsonMapper json) {
        this.json = json;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public void write(LogQueries.Row row, ByteArrayOutputStream out) throws IOException {
        json.writeValue(out, StoredLine.of(row, json));
        out.write('\n');
    }
}
