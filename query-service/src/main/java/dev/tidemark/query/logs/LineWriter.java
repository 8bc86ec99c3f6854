package dev.tidemark.query.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes the lines of an export. */
interface LineWriter {
    /** Writes the header that comes before the first line. */
    byte[] header();

    void write(LogQueries.Row row, ByteArrayOutputStream out) throws IOException;
}
