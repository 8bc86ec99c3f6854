package dev.tidemark.query.statement;

import dev.tidemark.wire.statement.StatementText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for the text of a statement, which a label of a sample can hold. */
public final class StatementName {
    private static final int BYTES = 8;

    private StatementName() {}

    /** The name, of 16 characters, of a statement as {@code pg_stat_statements} shows it. */
    public static String of(String text) {
        return ofOperation(StatementText.of(text));
    }

    /** The same of a statement in the form in which filters report it. */
    public static String ofOperation(String operation) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(operation.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
