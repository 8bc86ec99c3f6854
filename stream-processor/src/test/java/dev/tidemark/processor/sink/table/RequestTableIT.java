package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one pass over the rows must collect, in a database without partitions. */
class RequestTableIT {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-28T12:00:00Z"), ZoneOffset.UTC);

    private final Database database = Database.migrated();
    private final Connection connection;
    private final RequestRows rows = new RequestRows();
    private final RequestTable table = new RequestTable(CardinalityLimits.defaults(), NOON);

    RequestTableIT() throws SQLException {
        connection = database.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void days_inAnyOrder_getPartitions() throws SQLException {
        store(
                "2026-03-28T00:00:00Z",
                "2026-03-26T23:59:59.999999Z",
                "2026-03-28T23:59:59.999999Z",
                "2026-03-27T12:00:00Z");

        assertThat(partitions()).containsExactly("request_20260326", "request_20260327", "request_20260328");
        assertThat(stored()).isEqualTo(4);
    }

    /** In the second batch only days are new; the first and last row belong to a day whose partition exists. */
    @Test
    void dayInTheMiddle_ofRowsWithKnownLabels_getsAPartition() throws SQLException {
        store("2026-03-28T12:00:00Z");
        store("2026-03-28T12:00:00Z", "2026-03-27T12:00:00Z", "2026-03-28T12:00:00Z");

        assertThat(partitions()).containsExactly("request_20260327", "request_20260328");
        assertThat(stored()).isEqualTo(4);
    }

    /** The last day of one batch is the first of the next. */
    @Test
    void dayOfThePreviousBatch_isRequestedOnce() throws SQLException {
        store("2026-03-28T12:00:00Z");
        database.execute("ALTER FUNCTION ensure_partition(text, timestamptz) RENAME TO ensure_partition_away");

        store("2026-03-28T13:00:00Z", "2026-03-28T14:00:00Z");

        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void partition_ofRolledBackRows_isKept_andReused() throws SQLException {
        EventTable.Prepared<RequestRow> prepared = table.prepare(connection, batch("2026-03-27T12:00:00Z"));
        connection.setAutoCommit(false);
        assertThat(prepared.copy().into(connection)).isEqualTo(1);
        connection.rollback();
        connection.setAutoCommit(true);
        assertThat(partitions()).containsExactly("request_20260327");

        store("2026-03-27T12:00:00Z");

        assertThat(stored()).isEqualTo(1);
    }

    /** The first day's partition is created, the second's is not: neither it nor later ones count as existing. */
    @Test
    void days_whosePartitionsCouldNotBeCreated_areRequestedAgain() throws SQLException {
        database.execute("CREATE VIEW request_20260327 AS SELECT 'in the way'");
        assertThatThrownBy(() -> store("2026-03-26T12:00:00Z", "2026-03-27T12:00:00Z", "2026-03-28T12:00:00Z"))
                .isInstanceOf(SQLException.class);
        assertThat(partitions()).containsExactly("request_20260326");
        database.execute("DROP VIEW request_20260327");

        store("2026-03-28T12:00:00Z", "2026-03-27T12:00:00Z", "2026-03-26T12:00:00Z");

        assertThat(partitions()).containsExactly("request_20260326", "request_20260327", "request_20260328");
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void droppedPartition_isCreatedAgain_onceTheTableForgets() throws SQLException {
        store("2026-03-28T12:00:00Z");
        database.execute("DROP TABLE request_20260328");
        assertThatThrownBy(() -> store("2026-03-28T12:00:00Z"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no partition of relation \"request\" found for row");
        table.forget();

        store("2026-03-28T12:00:00Z");

        assertThat(stored()).isEqualTo(1);
    }

    private void store(String... times) throws SQLException {
        table.prepare(connection, batch(times)).copy().into(connection);
    }

    private Rows<RequestRow> batch(String... times) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("requests", 0, 0, new byte[0], new byte[0]);
        return Rows.of(Arrays.stream(times)
                .map(time -> new Positioned<>(rows.of(event(Instant.parse(time))), record))
                .toList());
    }

    private static RequestEvent event(Instant at) {
        return new RequestEvent(
                Timestamps.toMicros(at), "shop", null, "GET", "/", 200, 1, null, null, null, null, null);
    }

    private List<String> partitions() {
        return database.column(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'request'::regclass ORDER BY 1");
    }

    private long stored() {
        return database.number("SELECT count(*) FROM request");
    }
}
