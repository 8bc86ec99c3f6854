package dev.tidemark.bench.query;

import dev.tidemark.wire.event.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the open windows of all series again each second, as the sink does, so that no answer is made of windows at rest. */
final class OpenWindows implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Connection connection;
    private final Thread writer;
    private volatile @Nullable SQLException failure;

    OpenWindows(FilledStore store) throws SQLException {
        connection = store.connect();
        connection.setAutoCommit(false);
        writer = Thread.ofPlatform().daemon().name("open-windows").start(this::write);
    }

    private void write() {
        try {
            do {
                long now = Instant.now().getEpochSecond();
                for (Tier tier : Tier.values()) {
                    long width = tier.size().toSeconds();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(
                                "UPDATE rollup_%s SET count = count + 1, sum_us = sum_us + 100 WHERE window_start = to_timestamp(%d)"
                                        .formatted(tier.label(), now / width * width));
                    }
                }
                connection.commit();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        closed.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        SQLException cause = failure;
        if (cause != null) {
            throw new IllegalStateException("the open windows were not written to the end", cause);
        }
    }
}
