package dev.tidemark.query.export;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a download. A line of JSON is the record as in the API; a line of CSV has a column for each of its fields, also of
 * records inside of it ({@code parts_db}), and JSON in the columns that are lists or maps.
 *
 * @param type the {@code @Serdeable} record that a row is
 * @param rows all rows, page by page
 * @param jsonOnly fields that CSV leaves out
 */
public record ExportTable(Class<?> type, Pages<?> rows, Set<String> jsonOnly) {
    /** The rows of a table that may be larger than memory. Not thread-safe. */
    @FunctionalInterface
    public interface Pages<T> {
        /**
         * Reads the next rows, perhaps none of them; null after the last ones. After a {@link dev.tidemark.query.store.DatabaseException}, the same
         * rows are asked for again.
         */
        @Nullable List<T> next();
    }

    /** A table that is in memory already. */
    public static <T> ExportTable of(Class<T> type, List<T> rows) {
        Iterator<List<T>> once = List.of(rows).iterator();
        return of(type, () -> once.hasNext() ? once.next() : null);
    }

    /** A table that is read while it is sent: a page when its predecessor was taken. */
    public static <T> ExportTable of(Class<T> type, Pages<T> rows) {
        return new ExportTable(type, rows, Set.of());
    }

    /** The same without these columns in CSV. */
    public ExportTable jsonOnly(String... fields) {
        return new ExportTable(type, rows, Set.of(fields));
    }
}
