package dev.tidemark.query.export;

import io.micronaut.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON Lines: one object per line, with the same fields as in the API. */
final class JsonRows implements RowWriter {
    private final JsonMapper json;

    JsonRows(JsonMapper json) {
        this.json = json;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public void write(Object row, ByteArrayOutputStream out) throws IOException {
        json.writeValue(out, row);
        out.write('\n');
    }
}
