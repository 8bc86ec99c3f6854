package dev.tidemark.query.health;

import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Whether the store has tables that this version can read. */
@Singleton
final class SchemaCheck {
    /** The newest migration of this version; a test compares. */
    static final int KNOWN = 19;

    private final Database store;
    private final SchemaQueries queries;

    SchemaCheck(@Named(Databases.STORE) Database store, SchemaQueries queries) {
        this.store = store;
        this.queries = queries;
    }

    /**
     * A difference that keeps this service from working.
     *
     * @param text what is wrong
     * @param remedy what to do about it
     */
    record Difference(String text, String remedy) {}

    /** Reads it; null if this version can read the store. */
    @Nullable Difference now() {
        return store.read(() -> {
            SchemaQueries.Newest newest = queries.newest().getFirst();
            int oldest = newest.marked() ? queries.oldestProgram().getFirst() : 0;
            return difference(newest.version(), oldest);
        });
    }

    private static @Nullable Difference difference(int schema, int oldestProgram) {
        if (schema < KNOWN) {
            return new Difference(
                    "the database has schema " + schema + ", and this query service needs schema " + KNOWN,
                    "start the stream processor of this version, which brings the database to it");
        }
        if (oldestProgram > KNOWN) {
            return new Difference(
                    "the database has schema " + schema + " of a newer Tidemark, which programs older than schema "
                            + oldestProgram + " cannot use, and this one knows schema " + KNOWN,
                    "upgrade this query service, or restore a backup of its own version (docs/operations.md)");
        }
        return null;
    }
}
