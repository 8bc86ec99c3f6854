package dev.tidemark.ingest.call;

import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call does, such as a statement with its literals replaced. Calls of equal operations add up, so an operation must come from a
 * small set: no bind value, no id and no raw path belongs in it. Immutable; keep it where the same call is made again, because making one
 * costs more than measuring a call.
 */
public final class Operation {
    private static final String CUT = "…";
    private static final Operation OTHER_DB = others(CallKind.DB);
    private static final Operation OTHER_POOL = others(CallKind.POOL);
    private static final Operation OTHER_REDIS = others(CallKind.REDIS);
    private static final Operation OTHER_HTTP = others(CallKind.HTTP);

    private final CallKind kind;
    private final String target;
    private final String operation;
    private final int hash;

    private Operation(CallKind kind, String target, String operation) {
        this.kind = kind;
        this.target = target;
        this.operation = operation;
        this.hash = 31 * (31 * kind.ordinal() + target.hashCode()) + operation.hashCode();
    }

    /**
     * An operation; longer texts are cut.
     *
     * @param target what is called: the database, the address of Redis, the name of the pool, or the called service; at most
     *     {@link CallSummary#MAX_TARGET} characters
     * @param operation the statement with its literals replaced, the command with the prefix of its key, or the HTTP method and path
     *     template; at most {@link CallSummary#MAX_OPERATION} characters
     */
    public static Operation of(CallKind kind, String target, String operation) {
        return new Operation(kind, cut(target, CallSummary.MAX_TARGET), cut(operation, CallSummary.MAX_OPERATION));
    }

    /** The operation that stands for all those of a kind beyond a limit. */
    static Operation other(CallKind kind) {
        return switch (kind) {
            case DB -> OTHER_DB;
            case POOL -> OTHER_POOL;
            case REDIS -> OTHER_REDIS;
            case HTTP -> OTHER_HTTP;
        };
    }

    private static String cut(@Nullable String text, int limit) {
        String known = Objects.requireNonNullElse(text, "");
        if (known.length() <= limit) {
            return known;
        }
        int end = limit - CUT.length();
        // Half of a character is no text.
        return known.substring(0, Character.isHighSurrogate(known.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    public CallKind kind() {
        return kind;
    }

    public String target() {
        return target;
    }

    public String operation() {
        return operation;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Operation that
                        && hash == that.hash
                        && kind == that.kind
                        && target.equals(that.target)
                        && operation.equals(that.operation);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return kind.wireName() + " " + target + " " + operation;
    }

    private static Operation others(CallKind kind) {
        return new Operation(kind, CallSummary.OTHER, CallSummary.OTHER);
    }
}
