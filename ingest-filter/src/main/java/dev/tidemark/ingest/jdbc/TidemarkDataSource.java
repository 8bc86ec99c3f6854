package dev.tidemark.ingest.jdbc;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wraps data sources that no adapter finds, so that their statements and the waits for their connections are measured:
 *
 * <pre>{@code
 * DataSource measured = TidemarkDataSource.wrap(new HikariDataSource(config));
 * }</pre>
 *
 * <p>The application uses the wrapped data source only. It behaves like the original: it throws the same exceptions, and {@code unwrap}
 * finds the objects of the pool and of the driver. Wrapping twice has no effect, and a data source that takes its connections from a
 * wrapped one is not counted twice. The wrapper implements {@link AutoCloseable}, for pools that do. Thread-safe, as far as the original is.
 */
public final class TidemarkDataSource {
    private TidemarkDataSource() {}

    /** Wraps a data source. The target of waits is the pool's name, or the database if the pool has none. */
    public static DataSource wrap(DataSource dataSource) {
        return wrap(dataSource, null);
    }

    /**
     * The same with a name for the pool.
     *
     * @param name used if the pool has no name of its own; null for the database
     */
    public static DataSource wrap(DataSource dataSource, @Nullable String name) {
        return isWrapped(dataSource) ? dataSource : new MeasuredDataSource(dataSource, name, false);
    }

    /**
     * The same for a data source that hands out connections of several databases: the database is asked of each connection, not once.
     */
    public static DataSource wrapRouting(DataSource dataSource, @Nullable String name) {
        return isWrapped(dataSource) ? dataSource : new MeasuredDataSource(dataSource, name, true);
    }

    /** Whether this is a wrapped data source. */
    public static boolean isWrapped(DataSource dataSource) {
        return dataSource instanceof MeasuredDataSource;
    }
}
