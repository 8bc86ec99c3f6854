package dev.tidemark.query.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes the rows of a download. */
interface RowWriter {
    /** Writes what comes before the first row. */
    byte[] header();

    void write(Object row, ByteArrayOutputStream out) throws IOException;
}
