package dev.tidemark.ingest.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/** Finds the objects of the driver and of the pool as if they were not wrapped. */
final class Unwrapping {
    private Unwrapping() {}

    static <T> T unwrap(Wrapper wrapper, Wrapper delegate, Class<T> type) throws SQLException {
        if (isOwn(wrapper, type)) {
            return type.cast(wrapper);
        }
        if (wrapper instanceof MeasuredConnection connection) {
            connection.escapes();
        }
        // Tomcat's pool finds nothing, not even itself.
        return type != null && type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
    }

    static boolean isWrapperFor(Wrapper wrapper, Wrapper delegate, Class<?> type) throws SQLException {
        return isOwn(wrapper, type) || type != null && type.isInstance(delegate) || delegate.isWrapperFor(type);
    }

    /** Asked by our own classes only, which are not public. */
    private static boolean isOwn(Wrapper wrapper, Class<?> type) {
        return type == wrapper.getClass();
    }
}
