package dev.tidemark.ingest.jdbc;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.SettingsReader;
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
 * finds the objects of the pool and of the driver. Wrapping twice has no effect, nor has it with {@code tidemark.calls.enabled=false}, and a data source that takes its connections from a
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
        return keeps(dataSource) ? dataSource : new MeasuredDataSource(dataSource, name, false);
    }

    /**
     * The same for a data source that hands out connections of several databases: the database is asked of each connection, not once.
     */
    public static DataSource wrapRouting(DataSource dataSource, @Nullable String name) {
        return keeps(dataSource) ? dataSource : new MeasuredDataSource(dataSource, name, true);
    }

    private static boolean keeps(DataSource dataSource) {
        return isWrapped(dataSource) || !isEnabled();
    }

    /** As the environment says it; adapters know what their frameworks say. */
    private static boolean isEnabled() {
        try {
            SettingsReader settings = SettingsReader.ofProcess(Component.FILTER);
            return settings.get(FilterSetting.ENABLED) && settings.get(FilterSetting.CALLS_ENABLED);
        } catch (RuntimeException e) {
            // The filter warns of a wrong value, and is disabled: then wrapping costs next to nothing.
            return true;
        }
    }

    /** Whether this is a wrapped data source. */
    public static boolean isWrapped(DataSource dataSource) {
        return dataSource instanceof MeasuredDataSource;
    }
}
