package dev.tidemark.bench.query;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it costs the monitored servers to be watched with the default settings: the time that they work for the query service, relative to
 * the time of one core. PostgreSQL has many tables and sessions, one of which others wait for; Redis has many keys.
 *
 * <ul>
 *   <li>{@code collector_share_of_postgres_time}: planning and execution of all statements of the service's role, as
 *       {@code pg_stat_statements} counts them, and so with those that the page asks every 10 s.
 *   <li>{@code collector_share_of_redis_time}: the time in commands, as {@code INFO commandstats} counts it.
 * </ul>
 */
public final class CollectorBench {
    private static final int TABLES = 5_000;
    private static final int SESSIONS = 50;
    private static final int KEYS = 150_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(90);
    private static final double BOUND = 0.01;
    private static final String ROLE = "watcher";
    private static final Pattern MICROS = Pattern.compile("cmdstat_([a-z|]+):calls=\\d+,usec=(\\d+)");

    /** Runs it; takes two minutes. */
    public List<Ratio> run() {
        try (TemporaryFolder folder = new TemporaryFolder();
                PostgresServer postgres = new PostgresServer(
                        PostgresSettings.temporary().with("pg_stat_statements.track_planning", "on"))) {
            postgres.start();
            String url = postgres.createDatabase("watched");
            List<Connection> sessions = new ArrayList<>();
            try (Connection admin = postgres.connect("watched");
                    QueryService service = new QueryService(
                            folder,
                            url,
                            Map.of(
                                    "TIDEMARK_MONITORED_POSTGRES_USER",
                                    ROLE,
                                    "TIDEMARK_MONITORED_POSTGRES_PASSWORD",
                                    ROLE))) {
                fill(admin, service.redis());
                for (int i = 0; i < SESSIONS; i++) {
                    sessions.add(postgres.connect("watched"));
                }
                lockQueue(sessions);
                Waiting.until(() -> readings(service) > 0);
                TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
                return measure(admin, service.redis());
            } finally {
                // The first one holds the lock.
                for (Connection session : sessions) {
                    session.close();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void fill(Connection admin, URI redis) throws SQLException {
        FilledStore.execute(
                admin, "CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + ROLE + "' IN ROLE pg_monitor, pg_read_all_data");
        for (int from = 1; from <= TABLES; from += 500) {
            FilledStore.execute(admin, """
                    DO $$ BEGIN
                        FOR i IN %d .. %d LOOP
                            EXECUTE format('CREATE TABLE t%%s (id integer PRIMARY KEY)', i);
                        END LOOP;
                    END $$
                    """.formatted(from, from + 499));
        }
        redis(redis, "DEBUG POPULATE " + KEYS + " book 100");
    }

    /** Some wait for one, as at three in the morning. */
    private static void lockQueue(List<Connection> sessions) throws SQLException {
        sessions.getFirst().setAutoCommit(false);
        FilledStore.execute(sessions.getFirst(), "LOCK TABLE t1");
        for (Connection waiter : sessions.subList(1, 6)) {
            Thread.ofVirtual().start(() -> {
                try {
                    FilledStore.execute(waiter, "SELECT count(*) FROM t1");
                } catch (SQLException e) {
                    // Its connection is closed at the end.
                }
            });
        }
    }

    private static long readings(QueryService service) {
        Matcher found = Pattern.compile("collector_readings_total\\{reading=\"unused_indexes\"} (\\d+)")
                .matcher(service.text("/prometheus"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static List<Ratio> measure(Connection admin, URI redis) throws SQLException, InterruptedException {
        FilledStore.execute(admin, "SELECT pg_stat_statements_reset()");
        redis(redis, "CONFIG RESETSTAT");
        long begin = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(MEASURED.toMillis());
        double millis = (System.nanoTime() - begin) / 1e6;
        double postgresMillis = 0;
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("""
                        SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 70), calls, total_exec_time + total_plan_time
                        FROM pg_stat_statements
                        WHERE userid = '%s'::regrole
                        ORDER BY 3 DESC
                        """.formatted(ROLE))) {
            while (rows.next()) {
                postgresMillis += rows.getDouble(3);
                if (rows.getRow() <= 6) {
                    System.out.printf(
                            Locale.ROOT,
                            "info collector: %d times, %.1f ms: %s%n",
                            rows.getLong(2),
                            rows.getDouble(3),
                            rows.getString(1));
                }
            }
        }
        double redisMillis = 0;
        Matcher commands = MICROS.matcher(redis(redis, "INFO commandstats"));
        while (commands.find()) {
            double spent = Double.parseDouble(commands.group(2)) / 1e3;
            redisMillis += spent;
            System.out.printf(Locale.ROOT, "info collector: Redis spent %.1f ms in %s%n", spent, commands.group(1));
        }
        return List.of(
                new Ratio("collector_share_of_postgres_time", postgresMillis / millis, Goal.AT_MOST, BOUND),
                new Ratio("collector_share_of_redis_time", redisMillis / millis, Goal.AT_MOST, BOUND));
    }

    /** Sends a command on a connection of its own, and returns the answer. */
    private static String redis(URI uri, String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            String first = line.toString().strip();
            if (first.startsWith("-")) {
                throw new IllegalStateException(command + ": " + first);
            }
            return first.startsWith("$")
                    ? new String(in.readNBytes(Integer.parseInt(first.substring(1))), StandardCharsets.UTF_8)
                    : first;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
