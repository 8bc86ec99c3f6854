package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.statement.Dialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database behind a data source, and the operations of its statements. */
final class Database {
    private static final String UNKNOWN = "database";

    private final @Nullable String url;
    private final String target;
    private final OperationCache operations;
    private final Operation commit;
    private final Operation rollback;
    private final Operation batch;

    private Database(@Nullable String url, @Nullable String product) {
        this.url = url;
        String name = DatabaseName.of(url);
        this.target = name != null ? name : product != null ? product : UNKNOWN;
        // The product is asked of the server in some drivers, so only if the URL does not tell.
        String scheme = DatabaseName.scheme(url);
        this.operations =
                new OperationCache(target, Dialect.of(scheme != null ? scheme : product), "postgresql".equals(scheme));
        this.commit = Operation.of(CallKind.DB, target, "COMMIT");
        this.rollback = Operation.of(CallKind.DB, target, "ROLLBACK");
        this.batch = Operation.of(CallKind.DB, target, "(batch of several statements)");
    }

    /** Never throws. */
    static Database of(Connection connection) {
        String url = null;
        String product = null;
        try {
            DatabaseMetaData metaData = connection.getMetaData();
            url = metaData.getURL();
            product = DatabaseName.of(url) == null ? metaData.getDatabaseProductName() : null;
        } catch (SQLException | RuntimeException | LinkageError e) {
            // The application's next statement will tell it.
        }
        return new Database(url, product);
    }

    boolean isKnown() {
        return !target.equals(UNKNOWN);
    }

    boolean isOf(Connection connection) {
        try {
            return Objects.equals(url, connection.getMetaData().getURL());
        } catch (SQLException | RuntimeException | LinkageError e) {
            return true;
        }
    }

    String target() {
        return target;
    }

    OperationCache operations() {
        return operations;
    }

    Operation commit() {
        return commit;
    }

    Operation rollback() {
        return rollback;
    }

    Operation batch() {
        return batch;
    }
}
