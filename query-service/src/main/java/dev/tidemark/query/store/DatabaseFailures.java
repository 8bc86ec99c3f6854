package dev.tidemark.query.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the questions that a database did not answer. Thread-safe. */
final class DatabaseFailures {
    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    /** Why a question was not answered. */
    enum Kind {
        UNAVAILABLE,
        BUSY,
        TIMEOUT,
        ERROR
    }

    DatabaseFailures() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /** Counts a failure, unless the question itself was invalid. */
    void count(RuntimeException failure) {
        Kind kind = kind(failure);
        if (kind != null) {
            Objects.requireNonNull(counts.get(kind)).increment();
        }
    }

    long of(Kind kind) {
        return Objects.requireNonNull(counts.get(kind)).sum();
    }

    private static @Nullable Kind kind(RuntimeException failure) {
        return switch (failure) {
            case DatabaseUnavailableException away -> Kind.UNAVAILABLE;
            case DatabaseBusyException busy -> Kind.BUSY;
            case DatabaseTimeoutException late -> Kind.TIMEOUT;
            default -> SqlFailures.sqlException(failure) == null ? null : Kind.ERROR;
        };
    }
}
