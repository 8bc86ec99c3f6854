package dev.tidemark.wire.event;

import org.jspecify.annotations.Nullable;

/** What a call of an application goes to. */
public enum CallKind {
    /** A statement of a database. */
    DB("db"),
    /** Waiting for a connection of a pool. */
    POOL("pool"),
    /** A command of Redis. */
    REDIS("redis"),
    /** An HTTP request to another service. */
    HTTP("http");

    private final String wireName;

    CallKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The kind of this name on the wire; null if there is none. */
    public static @Nullable CallKind of(String wireName) {
        for (CallKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return kind;
            }
        }
        return null;
    }
}
