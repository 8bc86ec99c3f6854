package dev.tidemark.query.explain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index that would spare a scan most of the rows that it reads.
 *
 * @param table the table, with its schema, as identifiers
 * @param columns the columns, as identifiers
 * @param statement makes the index
 * @param reason what the scan reads, and what it keeps
 * @param checked whether the planner was asked with a hypothetical index
 * @param used whether the planner then used it; null if it was not checked
 * @param cost the planner's estimate for the whole statement without the index
 * @param costWithIndex the same with the hypothetical index; null if it was not checked
 * @param note what keeps it from being checked, or what else to know; null if nothing
 */
@Serdeable
public record IndexAdvice(
        String table,
        List<String> columns,
        String statement,
        String reason,
        boolean checked,
        @Nullable Boolean used,
        double cost,
        @Nullable Double costWithIndex,
        @Nullable String note) {
    public IndexAdvice {
        columns = List.copyOf(columns);
    }

    /** It was not asked of the planner. */
    public IndexAdvice unchecked(String why) {
        return new IndexAdvice(
                table, columns, statement, reason, false, null, cost, null, note == null ? why : note + "; " + why);
    }

    /** The planner was asked. */
    public IndexAdvice checked(boolean isUsed, double withIndex) {
        return new IndexAdvice(table, columns, statement, reason, true, isUsed, cost, withIndex, note);
    }
}
