package dev.tidemark.query.export;

import java.util.Set;

/**
 * A table or series that can be downloaded from {@code /api/monitoring/export}. Being a bean is enough. Its rows are records of the
 * API, so that a file has the fields that the API has.
 */
public interface ExportSource {
    /** The value of the parameter {@code table}, such as {@code endpoints}: lower case with underscores. */
    String table();

    /** What a row is, in one line. */
    String description();

    /** Which of the {@linkplain ExportParameters#FILTERS filters} it understands, beside the span and the service. */
    default Set<String> filters() {
        return Set.of();
    }

    /** The most rows that it gives; others are left out. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    /**
     * Reads the table. What it throws before the first row is answered like any failure of the API.
     *
     * @throws dev.tidemark.query.parameter.InvalidParameterException if a parameter has a value that it does not understand
     * @throws dev.tidemark.query.store.DatabaseException if it cannot be read
     */
    ExportTable read(ExportQuery query);
}
