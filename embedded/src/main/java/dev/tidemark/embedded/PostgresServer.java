package dev.tidemark.embedded;

import static dev.tidemark.embedded.PostgresBinaries.SCRAM_ITERATIONS;

import dev.tidemark.embedded.containers.ContainerImage;
import dev.tidemark.embedded.containers.ContainerSpec;
import dev.tidemark.embedded.process.LocalCommand;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A PostgreSQL on loopback with {@code pg_stat_statements} and the database {@code tidemark}, version 18 unless its settings name another
 * one. By default, for tests, its user is a superuser with name and password {@code tidemark}. After {@link #kill()}, the next start
 * recovers the data.
 */
public final class PostgresServer extends ProcessBackend {

    /** The name of the database, and for tests of the user and the password. */
    public static final String USER = "tidemark";

    private static final int CONTAINER_PORT = 5432;

    private final PostgresSettings settings;
    private final PostmasterFile postmaster;
    private final Login admin;

    public PostgresServer(PostgresSettings settings) {
        super("postgres", settings.directory(), settings.port());
        this.settings = settings;
        this.postmaster = new PostmasterFile(folder());
        ServerAccess access = settings.access();
        this.admin = access == null ? new Login(USER, USER) : access.admin();
    }

    /** How a running server is stopped. */
    public enum StopMode {
        /** Closes all sessions and writes a checkpoint. */
        FAST(Signal.INT),
        /** Exits without a checkpoint, so that the next start must recover. */
        IMMEDIATE(Signal.QUIT);

        private final Signal signal;

        StopMode(Signal signal) {
            this.signal = signal;
        }
    }

    /** The JDBC URL of the database {@code tidemark}, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(USER);
    }

    /** The JDBC URL of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    /** The superuser. */
    public String user() {
        return admin.user();
    }

    /** The superuser's password. */
    public String password() {
        return admin.password();
    }

    /** Opens a connection of the superuser to the database {@code tidemark}. */
    public Connection connect() throws SQLException {
        return connect(USER);
    }

    /** Opens a connection of the superuser to a database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    /**
     * Like {@link #connect(String)}, for statements of ours in a database that the application owns: no function or setting that it
     * left there takes the place of one of PostgreSQL's own, and so runs with the superuser's rights.
     */
    private Connection connectSafely(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        properties.setProperty("options", "-c search_path=pg_catalog");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /**
     * Creates a database with {@code pg_stat_statements}, if it does not exist.
     *
     * @return its JDBC URL
     * @throws BackendException if it cannot be created
     */
    public String createDatabase(String database) {
        requireName(database);
        try {
            if (!exists(database)) {
                execute("postgres", "CREATE DATABASE " + database);
            }
            execute(database, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public");
            return jdbcUrl(database);
        } catch (SQLException e) {
            throw new BackendException(
                    "cannot create the database " + database + " on " + address() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Creates a database as a copy of another one, which must have no sessions meanwhile.
     *
     * @return its JDBC URL
     * @throws BackendException if it cannot be created
     */
    public String copyDatabase(String original, String database) {
        requireName(original);
        requireName(database);
        try {
            execute("postgres", "CREATE DATABASE " + database + " TEMPLATE " + original);
            return jdbcUrl(database);
        } catch (SQLException e) {
            throw new BackendException(
                    "cannot copy the database " + original + " to " + database + " on " + address() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void requireName(String database) {
        if (!database.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "database name " + database + ": expected at most 63 lower-case letters, digits and _");
        }
    }

    /**
     * Freezes the server process of one session with SIGSTOP: it keeps its connection but does not answer.
     *
     * @param session the process id as reported by PostgreSQL; in a container, it is not the machine's process id
     * @throws BackendException if there is no such process
     */
    public void freeze(long session) {
        signal(session, "STOP");
    }

    /** Continues a session after {@link #freeze(long)}. */
    public void thaw(long session) {
        signal(session, "CONT");
    }

    private void signal(long session, String signal) {
        String[] command = {"sh", "-c", "kill -" + signal + " " + session};
        boolean sent =
                inContainer().map(server -> server.succeeds(command)).orElseGet(() -> LocalCommand.succeeds(command));
        if (!sent) {
            throw new BackendException("postgres: SIG" + signal + " cannot be sent to the process " + session);
        }
    }

    /** Stops the server in the given mode; {@link #stop()} uses {@link StopMode#FAST}. */
    public void stop(StopMode mode) {
        stop(mode.signal);
    }

    @Override
    List<String> prepare() throws IOException {
        PostgresBinaries binaries = PostgresBinaries.in(settings.binaries());
        var offline = new PostgresFolder(binaries, folder(), log());
        offline.createIfMissing(admin, settings.folder() == null ? binaries.cheapLogins() : List.of());
        postmaster.removeIfStale();
        if (settings.access() != null) {
            offline.ensure(admin);
        }
        var command = new ArrayList<>(UnprivilegedUser.prefix());
        command.addAll(List.of(binaries.executable("postgres"), "-D", folder().toString()));
        binaries.supported(parameters()).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    @Override
    ContainerSpec container() {
        Map<String, String> parameters = parameters();
        // The image's defaults must stay: it listens on all addresses, and its entry point needs the Unix socket.
        parameters.keySet().removeAll(Set.of("listen_addresses", "port", "unix_socket_directories"));
        var command = new ArrayList<>(List.of("postgres"));
        parameters.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new ContainerSpec(
                ContainerImage.POSTGRES,
                Map.of(
                        "POSTGRES_USER",
                        user(),
                        "POSTGRES_PASSWORD",
                        password(),
                        "POSTGRES_INITDB_ARGS",
                        String.join(" ", PostgresBinaries.INIT_OPTIONS)),
                command,
                port(),
                CONTAINER_PORT,
                null);
    }

    private Map<String, String> parameters() {
        var all = new LinkedHashMap<String, String>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port()));
        all.put("unix_socket_directories", "");
        all.put("shared_preload_libraries", "pg_stat_statements");
        all.put("track_io_timing", "on");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        all.put("log_checkpoints", "off");
        all.put("jit", "off");
        if (settings.folder() == null) {
            all.put("fsync", "off");
            all.put("full_page_writes", "off");
            all.put(SCRAM_ITERATIONS, "1");
        }
        all.putAll(settings.parameters());
        return all;
    }

    @Override
    boolean answers() {
        return inContainer().isPresent() ? takesConnections() : isAlive() && postmaster.saysReady(pid());
    }

    private boolean takesConnections() {
        String bounded = jdbcUrl("postgres") + "?loginTimeout=2&socketTimeout=2";
        try (Connection connection = DriverManager.getConnection(bounded, user(), password())) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    void started() {
        if (Files.exists(folder().resolve("standby.signal"))) {
            return;
        }
        createDatabase(USER);
        ServerAccess access = settings.access();
        if (access != null) {
            try (Connection connection = connectSafely(USER)) {
                PostgresRoles.ensure(connection, access);
            } catch (SQLException e) {
                throw new BackendException("cannot set the roles of " + address() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    Signal stopSignal() {
        return StopMode.FAST.signal;
    }

    /** Not KILL, after which no parent would reap its worker processes. */
    @Override
    Signal discardSignal() {
        return StopMode.IMMEDIATE.signal;
    }

    @Override
    Duration stopPatience() {
        return Duration.ofSeconds(20);
    }

    private boolean exists(String database) throws SQLException {
        try (var connection = connectSafely("postgres");
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = connectSafely(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
