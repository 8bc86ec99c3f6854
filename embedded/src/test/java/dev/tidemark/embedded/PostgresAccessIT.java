package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAccessIT {
    private static final ServerAccess ACCESS = ServerAccess.withPasswords("admin's", "app's", "reader's");
    private static final String PROGRAM = "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null'";
    private static final String SUPERUSER = "SELECT count(*) FROM pg_roles WHERE rolname = 'tidemark' AND rolsuper";
    private static final String REFUSED = "28P01";
    private static final String NOT_ALLOWED = "42501";

    @TempDir
    private Path folder;

    @Test
    void newFolder_everyRoleHasItsRightsOnly() throws Exception {
        try (var server = new PostgresServer(settings().with(ACCESS))) {
            server.start();

            assertRights(server);
            assertThat(number(server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                    .isZero();
            assertNoPasswordIn(server);
        }
    }

    @Test
    void folderOfAnEarlierVersion_keepsItsRowsAndGetsTheRoles() throws Exception {
        try (var earlier = new PostgresServer(settings())) {
            earlier.start();
            try (Connection connection = earlier.connect()) {
                run(connection, """
                        CREATE TABLE tide (id bigint GENERATED ALWAYS AS IDENTITY, at date, height serial) PARTITION BY RANGE (at);
                        CREATE TABLE tide_2026 PARTITION OF tide FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        CREATE INDEX ON tide (height);
                        INSERT INTO tide (at, height) VALUES ('2026-11-27', 42);
                        CREATE SCHEMA "De mo";
                        CREATE TYPE "De mo".mood AS ENUM ('high', 'low');
                        CREATE MATERIALIZED VIEW "De mo"."Tides" AS SELECT count(*) AS n FROM tide;
                        CREATE FUNCTION "De mo".twice(n int) RETURNS int LANGUAGE sql RETURN 2 * n;
                        CREATE SEQUENCE "De mo".ids
                        """);
                // The control: in the earlier version, everybody who knows the public password may do this.
                run(connection, PROGRAM);
            }
        }
        for (String password : new String[] {"app's", "second"}) {
            // With another administrator's password, as after the credentials were deleted.
            var access = ServerAccess.withPasswords("admin " + password, password, "reader's");
            try (var server = new PostgresServer(settings().with(access))) {
                server.start();

                assertThat(number(server, "SELECT height FROM tide")).isEqualTo(42);
                try (Connection application = open(server, access.application())) {
                    run(application, "ALTER TABLE tide ADD COLUMN wind_" + password.length() + " int");
                    run(application, "DROP TABLE IF EXISTS tide_none; ALTER SEQUENCE \"De mo\".ids RESTART");
                    run(application, "REFRESH MATERIALIZED VIEW \"De mo\".\"Tides\"");
                    run(application, "ALTER TYPE \"De mo\".mood ADD VALUE IF NOT EXISTS 'slack'");
                    run(application, "ALTER FUNCTION \"De mo\".twice(int) STABLE");
                    assertNotAllowed(application, PROGRAM);
                    assertThat(number(application, SUPERUSER)).isZero();
                    if (password.equals("app's")) {
                        plantTrapForTheSuperuser(application, server);
                    }
                }
                try (Connection reader = open(server, access.reader())) {
                    run(reader, "SELECT * FROM tide, tide_2026, \"De mo\".\"Tides\"");
                }
                assertRefused(server, new Login("tidemark", "tidemark"));
                assertThat(number(
                                server,
                                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                        + " WHERE n.nspname IN ('public', 'De mo') AND c.relname LIKE '%tide%'"
                                        + " AND relowner <> 'tidemark'::regrole"))
                        .isZero();
            }
        }
    }

    /** The next start must not step into it. */
    private static void plantTrapForTheSuperuser(Connection application, PostgresServer server) throws SQLException {
        run(application, """
                CREATE SCHEMA evil;
                CREATE FUNCTION evil.format(text, name) RETURNS text LANGUAGE plpgsql AS $$
                BEGIN
                  ALTER ROLE tidemark SUPERUSER;
                  RETURN pg_catalog.format($1, $2);
                END $$;
                ALTER DATABASE tidemark SET search_path = evil, pg_catalog, public
                """);
        // The control: a session of the superuser with the settings of the database does.
        try (Connection careless = server.connect()) {
            run(careless, "SELECT format('%I', current_database())");
            assertThat(number(careless, SUPERUSER)).isOne();
            run(careless, "ALTER ROLE tidemark NOSUPERUSER");
        }
    }

    private void assertRights(PostgresServer server) throws SQLException {
        assertRefused(server, new Login("tidemark", "tidemark"));
        assertRefused(server, new Login("postgres", "postgres"));
        assertRefused(server, new Login(ServerAccess.ADMIN, "app's"));
        try (Connection application = open(server, ACCESS.application())) {
            run(application, "CREATE SCHEMA demo; CREATE TABLE demo.tide AS SELECT 42 AS height");
            run(application, "SELECT * FROM pg_stat_statements");
            assertThat(number(
                            application,
                            "SELECT count(*) FROM pg_stat_activity WHERE query IS NULL AND state IS NOT NULL"))
                    .isZero();
            assertNotAllowed(application, PROGRAM);
            assertNotAllowed(application, "COPY (SELECT 1) TO '/tmp/tidemark-access'");
            assertNotAllowed(application, "SELECT pg_read_file('postgresql.conf')");
            assertNotAllowed(application, "ALTER SYSTEM SET archive_command = 'true'");
            assertNotAllowed(application, "CREATE ROLE other SUPERUSER");
            assertNotAllowed(application, "SET ROLE " + ServerAccess.ADMIN);
            assertNotAllowed(application, "SELECT rolpassword FROM pg_authid");
        }
        try (Connection reader = open(server, ACCESS.reader())) {
            assertThat(number(reader, "SELECT height FROM demo.tide")).isEqualTo(42);
            assertNotAllowed(reader, "INSERT INTO demo.tide VALUES (1)");
            assertNotAllowed(reader, "CREATE TABLE public.mine (a int)");
            assertNotAllowed(reader, "CREATE TEMPORARY TABLE mine (a int)");
            assertNotAllowed(reader, PROGRAM);
        }
        // The control: the administrator may.
        try (Connection admin = open(server, ACCESS.admin())) {
            assertThatCode(() -> run(admin, PROGRAM)).doesNotThrowAnyException();
        }
    }

    /** Neither in the log nor on the command line nor in a file that others may read; nor in the kept statements. */
    private void assertNoPasswordIn(PostgresServer server) throws IOException, SQLException {
        String commandLine = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"));
        String log = Files.readString(server.log());
        for (Login login : new Login[] {ACCESS.admin(), ACCESS.application(), ACCESS.reader()}) {
            assertThat(commandLine).doesNotContain(login.password());
            assertThat(log).doesNotContain(login.password());
        }
        assertThat(number(server, "SELECT count(*) FROM pg_stat_statements WHERE query ~* 'password'"))
                .isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString))
                    .containsOnly(
                            folder.resolve("data").toString(),
                            folder.resolve("postgres.log").toString(),
                            folder.resolve("postgres.log.1").toString());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
    }

    private PostgresSettings settings() {
        return PostgresSettings.fixed(folder.resolve("data"), folder.resolve("postgres.log"), 0);
    }

    private static void assertRefused(PostgresServer server, Login login) {
        assertThatThrownBy(() -> open(server, login).close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
    }

    private static void assertNotAllowed(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NOT_ALLOWED));
    }

    private static Connection open(PostgresServer server, Login login) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), login.user(), login.password());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect()) {
            return number(connection, sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
