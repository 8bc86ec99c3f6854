package dev.tidemark.processor.sink.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads up to which offset topics are stored, by any instance. Stateless and thread-safe. */
public final class StoredOffsets {
    private static final String READ = """
            SELECT topic, partition, next_offset, last_append_time FROM sink_offset WHERE topic = ANY (?) ORDER BY 1, 2
            """;

    private StoredOffsets() {}

    /**
     * The stored progress of one partition.
     *
     * @param lastAppendMillis the broker's time of the last stored record, in milliseconds since the epoch; null if
     *     there is none
     */
    public record Stored(
            String topic,
            int partition,
            long nextOffset,
            @Nullable Long lastAppendMillis) {}

    public static List<Stored> read(Connection connection, Collection<String> topics) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, connection.createArrayOf("text", topics.toArray()));
            List<Stored> stored = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    OffsetDateTime last = rows.getObject(4, OffsetDateTime.class);
                    stored.add(new Stored(
                            rows.getString(1),
                            rows.getInt(2),
                            rows.getLong(3),
                            last == null ? null : last.toInstant().toEpochMilli()));
                }
            }
            return stored;
        }
    }
}
