package dev.tidemark.ingest.jdbc;

import dev.tidemark.wire.statement.Dialect;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the texts that an application uses, most of which use few. Those that write values into their texts do not: so texts are
 * kept in two generations, of which the older one is dropped when the recent one is full, and a text that is used in the meantime moves on.
 */
final class OperationCache {
    /** For each of two generations. */
    static final int MOST_TEXTS = 500;

    /** Of texts and their forms, for each of two generations: 1 MiB. */
    static final int MOST_CHARACTERS = 524_288;

    /** Longer texts are not kept. */
    static final int LONGEST_TEXT = 16_384;

    private final String target;
    private final Dialect dialect;
    private final boolean postgres;
    private volatile Map<String, StatementOperation> recent = new ConcurrentHashMap<>();
    private volatile Map<String, StatementOperation> older = Map.of();
    private int characters;

    OperationCache(String target, Dialect dialect, boolean postgres) {
        this.target = target;
        this.dialect = dialect;
        this.postgres = postgres;
    }

    StatementOperation get(@Nullable String text) {
        String sql = text == null ? "" : text;
        StatementOperation known = recent.get(sql);
        if (known != null) {
            return known;
        }
        known = older.get(sql);
        if (known == null) {
            known = StatementOperation.of(sql, target, dialect, postgres);
        }
        if (sql.length() <= LONGEST_TEXT) {
            keep(sql, known);
        }
        return known;
    }

    private synchronized void keep(String sql, StatementOperation operation) {
        if (recent.putIfAbsent(sql, operation) != null) {
            return;
        }
        characters += sql.length() + operation.length();
        if (recent.size() >= MOST_TEXTS || characters >= MOST_CHARACTERS) {
            older = recent;
            recent = new ConcurrentHashMap<>();
            characters = 0;
        }
    }

    int size() {
        return recent.size() + older.size();
    }
}
