package dev.tidemark.processor.sink;

import java.sql.SQLException;

/** Lets a test delay a transaction or make it fail. */
interface WriteHook {
    WriteHook NONE = new WriteHook() {};

    /** Called after the rows are copied and before the offsets are written. */
    default void beforeOffsets() throws SQLException {}

    /** Called immediately before the commit. */
    default void beforeCommit() throws SQLException {}

    /** Called after PostgreSQL has committed and before this process knows it. */
    default void afterCommit() throws SQLException {}
}
