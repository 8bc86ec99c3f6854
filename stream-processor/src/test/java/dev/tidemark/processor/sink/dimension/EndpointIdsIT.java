package dev.tidemark.processor.sink.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which endpoints of a service with a limit of two are admitted, and for how long. */
class EndpointIdsIT {
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-30");

    private final Database database = Database.migrated();
    private final Connection connection;
    private final EndpointIds endpoints = new EndpointIds(2, CardinalityLimits.defaults());

    EndpointIdsIT() throws SQLException {
        connection = database.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void endpointsUnusedSinceTheDayBeforeYesterday_doNotCountTowardsTheLimit() throws SQLException {
        assertThat(withPlace(MONDAY, "/old", "/kept", "/new")).containsExactly("/old", "/kept");
        assertThat(withPlace(MONDAY.plusDays(1), "/new", "/kept")).containsExactly("/kept");

        assertThat(withPlace(MONDAY.plusDays(2), "/new", "/newer", "/kept")).containsExactly("/new", "/kept");
        assertThat(database.column("SELECT route || ' ' || last_seen FROM endpoint ORDER BY route"))
                .containsExactly("/kept 2026-04-01", "/new 2026-04-01", "/old 2026-03-30");
    }

    /** A service at its limit does not affect the limit of another. */
    @Test
    void routesInventedByAFullService_areNotLookedUp() throws SQLException {
        assertThat(withPlace(MONDAY, "/a", "/b", "/invented")).containsExactly("/a", "/b");
        database.execute("ALTER TABLE endpoint RENAME TO away");

        assertThat(withPlace(MONDAY, "/b", "/invented/1", "/invented/2", "/a")).containsExactly("/b", "/a");

        database.execute("ALTER TABLE away RENAME TO endpoint");
        assertThat(endpoints.resolve(connection, List.of(new EndpointIds.Key(2, "GET", "/invented")), MONDAY))
                .hasSize(1);
    }

    @Test
    void endpointsOfAFullService_areReadAgainAfterSomeBatches() throws SQLException {
        EndpointIds.Key another = key("/of another sink");
        endpoints.resolve(connection, List.of(key("/a"), key("/b"), key("/invented")), MONDAY);
        database.execute("INSERT INTO endpoint (service_id, method, route, last_seen)"
                + " VALUES (1, 'GET', '/of another sink', '2026-03-30')");

        for (int i = 0; i < 50; i++) {
            assertThat(endpoints.resolve(connection, List.of(another), MONDAY)).isEmpty();
        }
        assertThat(endpoints.resolve(connection, List.of(another), MONDAY)).containsOnlyKeys(another);
    }

    /** Each endpoint's first use of the day is recorded, and freed places can be taken. */
    @Test
    void endpointsOfAFullService_areReadAgainOnANewDay() throws SQLException {
        withPlace(MONDAY, "/a", "/b", "/invented");

        assertThat(withPlace(MONDAY.plusDays(1), "/a", "/invented")).containsExactly("/a");
        assertThat(withPlace(MONDAY.plusDays(2), "/a", "/invented")).containsExactly("/a", "/invented");
        assertThat(database.value("SELECT last_seen FROM endpoint WHERE route = '/a'"))
                .isEqualTo("2026-04-01");
    }

    /** The row limit counts names that are out of use, too, and those of all services; it does not replace the other limit. */
    @Test
    void fullTable_takesNoMoreEndpoints_exceptOther() throws SQLException {
        EndpointIds few =
                new EndpointIds(1_000, new CardinalityLimits(100, 100, 1_000, 1_000, 100, 100, 100, 100, 3, 1 << 20));
        database.execute(
                "INSERT INTO endpoint (service_id, method, route, last_seen) VALUES (2, 'GET', '/old', '2025-01-01')");

        assertThat(few.resolve(connection, List.of(key("/a"), key("/b"), key("/c")), MONDAY))
                .containsOnlyKeys(key("/a"), key("/b"));
        assertThat(few.other(connection, 1, MONDAY)).isPositive();

        database.execute("DELETE FROM endpoint WHERE route IN ('/old', '(other)')");
        assertThat(few.resolve(connection, List.of(key("/a"), key("/c")), MONDAY.plusDays(1)))
                .containsOnlyKeys(key("/a"), key("/c"));
    }

    /** An unused endpoint is deleted after the sink has found it, before it could mark it as used. */
    @Test
    void endpointDeletedMeanwhile_getsARowAgain() throws Exception {
        withPlace(MONDAY, "/a");
        LocalDate later = MONDAY.plusDays(500);
        try (Connection deleting = database.connect();
                Statement statement = deleting.createStatement();
                ExecutorService sink = Executors.newSingleThreadExecutor()) {
            deleting.setAutoCommit(false);
            statement.execute("DELETE FROM endpoint WHERE route = '/a'");
            Future<List<String>> found = sink.submit(() -> withPlace(later, "/a"));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database() AND query LIKE 'UPDATE endpoint%'")
                            == 1);
            deleting.commit();

            assertThat(found.get()).containsExactly("/a");
        }
        assertThat(database.column("SELECT id FROM endpoint"))
                .containsExactly(String.valueOf(
                        endpoints.resolve(connection, List.of(key("/a")), later).get(key("/a"))));
    }

    private static EndpointIds.Key key(String route) {
        return new EndpointIds.Key(1, "GET", route);
    }

    /** The ids of {@code routes} that have one; an id never changes. */
    private List<String> withPlace(LocalDate day, String... routes) throws SQLException {
        List<EndpointIds.Key> keys =
                Arrays.stream(routes).map(EndpointIdsIT::key).toList();
        var ids = endpoints.resolve(connection, keys, day);
        assertThat(endpoints.resolve(connection, ids.keySet(), day)).isEqualTo(ids);
        return keys.stream()
                .filter(ids::containsKey)
                .map(EndpointIds.Key::route)
                .toList();
    }
}
