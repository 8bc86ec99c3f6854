package dev.tidemark.demo.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.demo.RateLimiter;
import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application's schema in PostgreSQL. The server may be down at any time, even at the start: then statements fail with
 * {@link DatabaseAwayException} within the pool's timeout. They work again once it is back. Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final Faults faults;
    private final HikariDataSource pool;
    private final DataSource measured;
    private final SchemaKeeper schema;
    private final Map<String, RateLimiter> slowWarnings = new ConcurrentHashMap<>();
    private final RateLimiter awayWarnings = new RateLimiter(QUIET);

    /**
     * Returns immediately; the schema is created in the background as soon as PostgreSQL answers.
     *
     * @param script creates the schema, its tables and initial rows if they do not exist
     */
    public Database(DatabaseSettings settings, String script, Faults faults) {
        this.settings = settings;
        this.faults = faults;
        this.pool = Pool.of(settings);
        this.measured = TidemarkDataSource.wrap(pool);
        this.schema = new SchemaKeeper(measured, settings.application(), script);
        this.schema.start();
    }

    /** Returns whether the schema exists and the last statement reached the server. */
    public boolean isReady() {
        return schema.isReady();
    }

    /** A connection of the pool, for a fault. */
    Connection borrow() throws SQLException {
        return measured.getConnection();
    }

    /**
     * A session outside of the pool, for a fault.
     *
     * @param name what it does; its name in {@code pg_stat_activity} is the application's and this
     */
    Connection open(String name) throws SQLException {
        return Pool.open(settings, settings.application() + "-" + name);
    }

    /** Returns all rows of a query. */
    public <T> List<T> rows(Sql sql, RowReader<T> reader, Object... parameters) {
        return run(sql, parameters, statement -> {
            var rows = new ArrayList<T>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        });
    }

    /** Returns the first row of a query. */
    public <T> Optional<T> row(Sql sql, RowReader<T> reader, Object... parameters) {
        return rows(sql, reader, parameters).stream().findFirst();
    }

    /** Runs a statement and returns the number of changed rows. */
    public int change(Sql sql, Object... parameters) {
        return run(sql, parameters, PreparedStatement::executeUpdate);
    }

    private <T> T run(Sql sql, Object[] parameters, Work<T> work) {
        if (!schema.isReady()) {
            throw new DatabaseAwayException("PostgreSQL is down: \"" + sql.name() + "\" was not run");
        }
        try (var connection = measured.getConnection();
                var statement = connection.prepareStatement(sql.text(faults.isOn(Fault.SLOW_DB)))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            long begun = System.nanoTime();
            T result = work.on(statement);
            warnIfSlow(sql, Duration.ofNanos(System.nanoTime() - begun));
            return result;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private void warnIfSlow(Sql sql, Duration took) {
        if (took.compareTo(SLOW) < 0) {
            return;
        }
        slowWarnings
                .computeIfAbsent(sql.name(), name -> new RateLimiter(QUIET))
                .permit()
                .ifPresent(held -> LOG.warn(
                        "slow statement: \"{}\" took {} ms ({} more since the last such line)",
                        sql.name(),
                        took.toMillis(),
                        held));
    }

    private RuntimeException failure(Sql sql, SQLException e) {
        if (!SqlStates.away(e) && !SqlStates.schemaMissing(e)) {
            return new DatabaseException("PostgreSQL refused \"" + sql.name() + "\": " + e.getMessage(), e);
        }
        if (SqlStates.schemaMissing(e) || pool.getHikariPoolMXBean().getTotalConnections() == 0) {
            schema.lost();
        }
        awayWarnings
                .permit()
                .ifPresent(held -> LOG.warn(
                        "PostgreSQL did not answer \"{}\": {} ({} more since the last such line)",
                        sql.name(),
                        e.getMessage(),
                        held));
        return new DatabaseAwayException("PostgreSQL did not answer \"" + sql.name() + "\"", e);
    }

    @Override
    public void close() {
        schema.close();
        // A pool without sessions has nothing to close, but would wait for its attempt to open one.
        if (pool.getHikariPoolMXBean().getTotalConnections() > 0) {
            pool.close();
        }
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
