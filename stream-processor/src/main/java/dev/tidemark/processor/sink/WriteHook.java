package dev.tidemark.processor.sink;

import java.sql.SQLException;

/** Where a test may make a transaction fail, or hold it up. */
interface WriteHook {
    WriteHook NONE = new WriteHook() {};

    /** Rows are copied, offsets are not written yet. */
    default void beforeOffsets() throws SQLException {}

    /** The next statement is the commit. */
    default void beforeCommit() throws SQLException {}

    /** PostgreSQL has committed, and this process does not know yet. */
    default void afterCommit() throws SQLException {}
}
