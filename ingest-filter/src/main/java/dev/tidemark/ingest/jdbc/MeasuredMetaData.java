package dev.tidemark.ingest.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;

/** Knows the measured connection, so that applications that ask it for its connection are measured, too. */
final class MeasuredMetaData extends DelegatingMetaData {
    private final MeasuredConnection connection;

    MeasuredMetaData(DatabaseMetaData delegate, MeasuredConnection connection) {
        super(delegate);
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }
}
