package dev.tidemark.processor.sink.postgres;

/** The database was migrated by a newer Tidemark, and this version cannot use it. */
public final class NewerSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewerSchemaException(String address, int schema, int oldest, int known) {
        super("the database " + address + " has schema " + schema
                + " of a newer Tidemark, which programs older than schema " + oldest
                + " cannot use, and this one knows schema " + known
                + ": upgrade this processor, or restore a backup of its own version (docs/operations.md)");
    }
}
