package dev.tidemark.processor.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.ImpostorPostgres;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingsReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class MigrationsIT {

    @Test
    void run_secondTime_appliesNothing() {
        Database database = Database.empty(Backends.postgres());
        Migrations migrations = new Migrations(database.settings());

        assertThat(database.value("SHOW server_version_num")).startsWith("18");
        assertThat(migrations.run(Duration.ofSeconds(10))).isPositive();
        assertThat(migrations.run(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void run_fromManyProcessesAtOnce_appliesEachOnce() throws Exception {
        Database database = Database.empty(Backends.postgres());
        Callable<Integer> run = () -> new Migrations(database.settings()).run(Duration.ofSeconds(30));
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            int applied = 0;
            for (Future<Integer> one : executor.invokeAll(List.of(run, run, run, run))) {
                applied += one.get();
            }

            assertThat(applied).isEqualTo((int) database.number("SELECT count(*) FROM flyway_schema_history"));
        }
    }

    @Test
    void newerSchema_isUsedIfItMayBe_andRefusedIfNot() {
        Database database = Database.empty(Backends.postgres());
        Migrations migrations = new Migrations(database.settings());
        migrations.run(Duration.ofSeconds(10));
        int known = (int) database.number("SELECT max(version::integer) FROM flyway_schema_history");

        migrateToTheFuture(database);
        assertThat(migrations.run(Duration.ofSeconds(10))).isZero();

        database.execute("UPDATE schema_compatibility SET oldest_schema = " + (known + 1));
        assertThatThrownBy(() -> migrations.run(Duration.ofSeconds(10)))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessageContaining("has schema 900 of a newer Tidemark, which programs older than schema "
                        + (known + 1) + " cannot use, and this one knows schema " + known);

        database.execute("UPDATE schema_compatibility SET oldest_schema = " + known);
        assertThat(migrations.run(Duration.ofSeconds(10))).isZero();
    }

    /** As a newer version does it. */
    private static void migrateToTheFuture(Database database) {
        database.execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) SELECT 900, '900', 'newer', 'SQL', 'V900__newer.sql', 1,"
                        + " current_user, 1, true");
    }

    @Test
    void run_withoutAnAnswer_failsWithinItsPatience() {
        String url = "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/tidemark";
        Migrations migrations = new Migrations(PostgresSettings.of(url, "tidemark", "tidemark"));

        assertThatThrownBy(() -> migrations.run(Duration.ofSeconds(2))).isInstanceOf(FlywayException.class);
    }

    @Test
    void passwords_areNotToldToAnImpostor() {
        try (ImpostorPostgres impostor = new ImpostorPostgres()) {
            PostgresSettings settings = PostgresSettings.of(impostor.jdbcUrl(), "tidemark", "s3cret");
            assertThatThrownBy(() -> new Migrations(settings).run(Duration.ofSeconds(1)))
                    .isInstanceOf(FlywayException.class);
            assertThatThrownBy(() -> new PostgresConnector(settings).open("test"))
                    .isInstanceOf(SQLException.class);
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(impostor.answers()).hasSizeGreaterThanOrEqualTo(2));
            assertThat(impostor.answers()).containsOnly("");

            // The control, and the way for a server without SCRAM.
            String url = impostor.jdbcUrl() + "?requireAuth=password";
            assertThatThrownBy(() -> new PostgresConnector(PostgresSettings.of(url, "tidemark", "s3cret")).open("test"))
                    .isInstanceOf(SQLException.class);
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(impostor.answers()).contains("s3cret\0"));
        }
    }

    @Test
    void run_urlWithAPassword_neverShowsIt() {
        String url = "jdbc:postgresql://127.0.0.1:1/tidemark?user=app&password=s3cret&sslpassword=s3cret";
        var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        Level usual = root.getLevel();
        root.setLevel(Level.INFO);
        try {
            PostgresSettings settings = PostgresSettings.from(
                    new SettingsReader(Component.PROCESSOR, Map.of(), Map.of("TIDEMARK_POSTGRES_URL", url)));

            assertThatThrownBy(() -> new Migrations(settings).run(Duration.ofSeconds(1)))
                    .isInstanceOf(FlywayException.class)
                    .satisfies(e -> assertThat(Secrets.redact(String.valueOf(e.getMessage())))
                            .doesNotContain("s3cret"));
            assertThatThrownBy(() -> new PostgresConnector(settings).open("test"))
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(Secrets.redact(String.valueOf(e.getMessage())))
                            .doesNotContain("s3cret"));
            assertThat(settings.toString() + new PostgresConnector(settings)).doesNotContain("s3cret");
            assertThat(lines.list)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.getFormattedMessage()).doesNotContain("s3cret"));
        } finally {
            root.setLevel(usual);
            root.detachAppender(lines);
        }
    }

    @Test
    void everyTableAndView_hasAComment() {
        Database database = Database.migrated();

        assertThat(database.column("""
                                SELECT c.relname FROM pg_class c
                                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
                                  AND c.relname <> 'flyway_schema_history' AND c.relname NOT LIKE 'pg_stat%'
                                  AND obj_description(c.oid) IS NULL
                                """)).isEmpty();
    }
}
