package dev.tidemark.query.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** A pool of read-only connections to one PostgreSQL, bounded in number and time. The server need not be up at the start. */
final class ConnectionPool implements AutoCloseable {
    /** Rows per round trip, so that a large result is never in memory as a whole. */
    private static final int FETCH_SIZE = 1_000;

    private final LongAdder timeouts = new LongAdder();
    private final HikariDataSource pool;

    ConnectionPool(DatabaseSettings settings) {
        // Without a user there is no attempt to connect; this pool stays empty, because nobody asks it.
        this.pool = settings.hasUser() ? new HikariDataSource(counting(config(settings))) : new HikariDataSource();
    }

    private HikariConfig counting(HikariConfig config) {
        config.setMetricsTrackerFactory((name, unused) -> new IMetricsTracker() {
            @Override
            public void recordConnectionTimeout() {
                timeouts.increment();
            }
        });
        return config;
    }

    DataSource dataSource() {
        return pool;
    }

    /** Returns whether a connection is in use right now. */
    boolean isInUse() {
        return inUse().orElse(0) > 0;
    }

    /** The number of connections in use; empty while the pool is starting. */
    OptionalInt inUse() {
        var state = pool.getHikariPoolMXBean();
        return state == null ? OptionalInt.empty() : OptionalInt.of(state.getActiveConnections());
    }

    /** How many queries wait for the pool. */
    int waiting() {
        var state = pool.getHikariPoolMXBean();
        return state == null ? 0 : state.getThreadsAwaitingConnection();
    }

    /** How many queries got no connection from the pool in time. */
    long timeouts() {
        return timeouts.sum();
    }

    private static HikariConfig config(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(settings.name());
        config.setJdbcUrl(settings.login().url());
        config.setUsername(settings.login().user());
        if (!settings.login().password().isEmpty()) {
            config.setPassword(settings.login().password());
        }
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setValidationTimeout(settings.connectTimeout().toMillis());
        // Start even if the server is down, and connect later.
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        // Otherwise the pool's validation queries leave connections idle in a transaction.
        config.setIsolateInternalQueries(true);
        DriverProperties.of(settings, "tidemark-query", settings.queryTimeout(), Map.of())
                .forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("defaultRowFetchSize", Integer.toString(FETCH_SIZE));
        // Sends sketches as bytes instead of hexadecimal text of twice the size.
        config.addDataSourceProperty("prepareThreshold", "1");
        return config;
    }

    /** A pool that cannot connect waits with its end for its next attempt, up to 5 s. It has nothing to close, so nobody waits for it. */
    @Override
    public void close() {
        var state = pool.getHikariPoolMXBean();
        if (state != null && state.getTotalConnections() == 0) {
            Thread.ofVirtual().start(pool::close);
        } else {
            pool.close();
        }
    }
}
