package dev.tidemark.query.freshness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how far the topics are stored. */
final class SinkOffsetSql {
    private static final String OFFSETS = """
            SELECT topic, last_append_time, lag, updated_at
            FROM sink_offset
            """;

    private SinkOffsetSql() {}

    /**
     * One partition of a topic.
     *
     * @param lastAppendTime the broker's time of the last record that is stored; null if none is
     * @param lag how many records were not stored yet at {@code updatedAt}; null if that was not known
     * @param updatedAt when the sink last said so
     */
    record SinkOffset(
            String topic,
            @Nullable Instant lastAppendTime,
            @Nullable Long lag,
            Instant updatedAt) {}

    static List<SinkOffset> read(Connection connection) throws SQLException {
        List<SinkOffset> offsets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OFFSETS)) {
            while (rows.next()) {
                OffsetDateTime append = rows.getObject(2, OffsetDateTime.class);
                offsets.add(new SinkOffset(
                        rows.getString(1),
                        append == null ? null : append.toInstant(),
                        rows.getObject(3, Long.class),
                        rows.getObject(4, OffsetDateTime.class).toInstant()));
            }
        }
        return offsets;
    }
}
