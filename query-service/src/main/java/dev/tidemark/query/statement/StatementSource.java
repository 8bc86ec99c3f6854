package dev.tidemark.query.statement;

import dev.tidemark.query.figures.Unknown;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds statements of the monitored PostgreSQL. The feature that watches it provides this. */
public interface StatementSource {
    /**
     * Finds statements by the text that a filter reports. Does not throw if PostgreSQL cannot be asked.
     *
     * @param field the field of the answer that the ids are for
     */
    Found find(Set<String> texts, String field);

    /**
     * The statements that were found.
     *
     * @param ids their {@code queryid} in {@code pg_stat_statements} by text
     * @param unknown why others were not found; null if all were
     */
    record Found(Map<String, Long> ids, @Nullable Unknown unknown) {
        public Found {
            ids = Map.copyOf(ids);
        }
    }
}
