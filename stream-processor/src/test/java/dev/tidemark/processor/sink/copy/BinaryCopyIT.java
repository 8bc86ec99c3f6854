package dev.tidemark.processor.sink.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BinaryCopyIT {

    @Test
    void everyType_isStoredUnchanged() throws Exception {
        try (Connection connection = Backends.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE t (a int2, b int4, c int8, d float4, e float8, f timestamptz, g uuid,"
                    + " h text, i bytea, j jsonb, k text)");
            connection.setAutoCommit(false);
            try (BinaryCopy copy =
                    new BinaryCopy(connection, "t", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")) {
                copy.row();
                copy.int2(-3);
                copy.int4(Integer.MIN_VALUE);
                copy.int8(Long.MAX_VALUE);
                copy.float4(16_777_216f);
                copy.float8(0.1);
                copy.timestamptz(-1);
                copy.uuid(UUID.fromString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736"));
                copy.text("größer\0 🌊");
                copy.bytea(new byte[] {0, -1, 10});
                copy.jsonb("{\"a\":[1,2]}");
                copy.nil();
                assertThat(copy.end()).isEqualTo(1);
            }
            connection.commit();

            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet row =
                    statement.executeQuery("SELECT concat_ws('|', a, b, c, d, e, f, g, h, i, j), k FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1))
                        .isEqualTo("-3|-2147483648|9223372036854775807|1.6777216e+07|0.1|1969-12-31 23:59:59.999999+00|"
                                + "4bf92f35-77b3-4da6-a3ce-929d0e0e4736|größer\uFFFD 🌊|\\x00ff0a|{\"a\": [1, 2]}");
                assertThat(row.getString(2)).isNull();
            }
        }
    }

    @Test
    void rowsLargerThanTheBuffer_areSentCompletely() throws Exception {
        String large = "x".repeat(300_000);
        try (Connection connection = Backends.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE t (n int4, h text)");
            try (BinaryCopy copy = new BinaryCopy(connection, "t", "n", "h")) {
                for (int n = 0; n < 5_000; n++) {
                    copy.row();
                    copy.int4(n);
                    copy.text(n % 1_000 == 0 ? large : "small");
                }
                assertThat(copy.end()).isEqualTo(5_000);
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), sum(n), count(*) FILTER (WHERE length(h) = 300000) FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(5_000);
                assertThat(row.getLong(2)).isEqualTo(4_999L * 2_500);
                assertThat(row.getLong(3)).isEqualTo(5);
            }
        }
    }

    @Test
    void closedBeforeItsEnd_leavesNothingAndTheConnectionUsable() throws Exception {
        try (Connection connection = Backends.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE t (n int4)");
            try (BinaryCopy copy = new BinaryCopy(connection, "t", "n")) {
                copy.row();
                copy.int4(1);
            }
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isZero();
            }
        }
    }
}
