package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.statement.Dialect;
import dev.tidemark.wire.statement.StatementText;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operation of a statement, without and with the generated keys that the application asks for. */
final class StatementOperation {
    /** All columns. */
    static final String[] ALL = {"*"};

    private static final Pattern CHANGES = Pattern.compile("(?i)(?:insert|update|delete|merge|with)\\b.*");

    private final Operation plain;
    private final boolean returns;
    private volatile @Nullable WithKeys withKeys;

    private StatementOperation(Operation plain, boolean returns) {
        this.plain = plain;
        this.returns = returns;
    }

    static StatementOperation of(String sql, String target, Dialect dialect, boolean postgres) {
        String text = StatementText.of(sql, dialect);
        boolean canReturn = postgres
                && CHANGES.matcher(text).matches()
                && !text.toLowerCase(Locale.ROOT).contains("returning");
        return new StatementOperation(Operation.of(CallKind.DB, target, text), canReturn);
    }

    Operation plain() {
        return plain;
    }

    /** PostgreSQL's driver adds a clause to the statement, and the server counts it as another one. */
    Operation withKeys(String @Nullable [] columns) {
        if (!returns || columns == null || columns.length == 0) {
            return plain;
        }
        WithKeys known = withKeys;
        if (known == null || !Arrays.equals(known.columns, columns)) {
            known = new WithKeys(
                    columns.clone(), Operation.of(CallKind.DB, plain.target(), plain.operation() + clause(columns)));
            withKeys = known;
        }
        return known.operation;
    }

    private static String clause(String[] columns) {
        StringBuilder clause = new StringBuilder(" RETURNING ");
        for (int i = 0; i < columns.length && clause.length() < CallSummary.MAX_OPERATION; i++) {
            String column = String.valueOf(columns[i]);
            clause.append(i == 0 ? "" : ", ");
            clause.append(columns == ALL ? column : '"' + column.replace("\"", "\"\"") + '"');
        }
        return clause.toString();
    }

    int length() {
        return plain.operation().length();
    }

    private record WithKeys(String[] columns, Operation operation) {}
}
