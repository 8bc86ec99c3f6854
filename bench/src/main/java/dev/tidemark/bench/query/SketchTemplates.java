package dev.tidemark.bench.query;

import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/**
 * The rows that windows are copied from: {@value #VARIANTS} for each endpoint, made of latencies as a server has them. Each
 * endpoint has a median and a width of its own, and the middle of each variant drifts a little.
 */
final class SketchTemplates {
    static final int VARIANTS = 12;
    private static final double REQUESTS_PER_SECOND = 5;

    private SketchTemplates() {}

    /** Makes the table {@code sketch_template} of this session anew, for the windows of {@code tier}. */
    static void copy(Connection connection, Tier tier, int endpoints) throws SQLException {
        FilledStore.execute(connection, """
                DROP TABLE IF EXISTS sketch_template;
                CREATE TEMP TABLE sketch_template (endpoint integer, variant integer, count bigint, errors bigint,
                    server_errors bigint, sum_us bigint, min_us bigint, max_us bigint, errors_by_type jsonb, sketch bytea)
                """);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO sketch_template VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)")) {
            for (int endpoint = 1; endpoint <= endpoints; endpoint++) {
                for (int variant = 0; variant < VARIANTS; variant++) {
                    add(insert, endpoint, variant, (int)
                            (REQUESTS_PER_SECOND * tier.size().toSeconds()));
                }
                insert.executeBatch();
            }
        }
        FilledStore.execute(connection, "ANALYZE sketch_template");
    }

    private static void add(PreparedStatement insert, int endpoint, int variant, int count) throws SQLException {
        Random random = new Random(31L * endpoint + variant);
        double median = 2_000 * Math.exp(1.2 * new Random(endpoint).nextGaussian()) * (1 + 0.1 * random.nextDouble());
        double width = 0.4 + 0.6 * new Random(endpoint + 1_000).nextDouble();
        LatencySketch sketch = new LatencySketch();
        long sum = 0;
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < count; i++) {
            long micros = Math.max(1, Math.round(median * Math.exp(width * random.nextGaussian())));
            sketch.add(micros);
            sum += micros;
            min = Math.min(min, micros);
            max = Math.max(max, micros);
        }
        int errors = count / 50;
        insert.setInt(1, endpoint);
        insert.setInt(2, variant);
        insert.setLong(3, count);
        insert.setLong(4, errors);
        insert.setLong(5, errors / 4);
        insert.setLong(6, sum);
        insert.setLong(7, min);
        insert.setLong(8, max);
        insert.setString(9, "{\"java.net.SocketTimeoutException\": " + errors / 4 + "}");
        insert.setBytes(10, sketch.toBytes());
        insert.addBatch();
    }
}
