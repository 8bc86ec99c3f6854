package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.call.Operation;
import java.sql.CallableStatement;

/** Measures each execution of a procedure. */
final class MeasuredCallableStatement extends DelegatingCallableStatement {
    MeasuredCallableStatement(CallableStatement delegate, MeasuredConnection connection, Operation operation) {
        super(delegate, connection, operation);
    }
}
