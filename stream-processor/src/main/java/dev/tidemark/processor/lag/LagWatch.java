package dev.tidemark.processor.lag;

import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
import dev.tidemark.processor.sink.offset.StoredOffsets;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka and PostgreSQL, each few seconds, how far topology and sink have come, and so notices which of them does not answer. What
 * cannot be known is left out of the metrics. Asked of the group and the table, and not of this process's own consumers, it goes on
 * while those are dead. Thread-safe.
 */
public final class LagWatch implements Readings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaOffsets kafka;
    private final String group;
    private final String source;
    private final Collection<String> stored;
    private final PostgresConnector postgres;
    private final Clock clock;
    private final Lags lags = new Lags();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lag").factory());
    private @Nullable Connection connection;
    private volatile List<Reading> readings = List.of();
    private volatile @Nullable Problem kafkaProblem;
    private volatile @Nullable Problem postgresProblem;

    /**
     * @param kafka the properties of every Kafka client
     * @param group the topology's consumer group
     * @param source the topic that it begins with
     * @param stored the topics that the sink stores
     */
    public LagWatch(
            Map<String, String> kafka,
            String group,
            String source,
            Collection<String> stored,
            PostgresConnector postgres,
            Clock clock) {
        this.kafka = new KafkaOffsets(kafka);
        this.group = group;
        this.source = source;
        this.stored = List.copyOf(stored);
        this.postgres = postgres;
        this.clock = clock;
        this.kafkaProblem = new Problem("kafka", "was not asked yet", clock.instant());
        this.postgresProblem = new Problem("postgres", "was not asked yet", clock.instant());
    }

    /** Asks from now on. */
    public void start(Duration interval) {
        timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            List<Place> places = new ArrayList<>(stored());
            readings = ofKafka(places);
        } catch (RuntimeException e) {
            LOG.error("lags cannot be read, tried again", e);
        }
    }

    private List<Reading> ofKafka(List<Place> places) {
        try {
            places.addAll(kafka.places(group, source));
            Map<TopicPartition, Long> ends =
                    kafka.ends(places.stream().map(Place::partition).collect(Collectors.toSet()));
            kafkaProblem = null;
            return lags.of(places, ends, clock.millis());
        } catch (KafkaException e) {
            kafkaProblem = problem("kafka", kafkaProblem, e);
            return lags.of(places, Map.of(), clock.millis());
        }
    }

    private List<Place> stored() {
        try {
            Connection open = connection;
            if (open == null) {
                open = postgres.open("tidemark-lag", STATEMENT_TIMEOUT);
                connection = open;
            }
            List<Place> places = new ArrayList<>();
            for (StoredOffsets.Stored row : StoredOffsets.read(open, stored)) {
                places.add(new Place(
                        Place.SINK,
                        new TopicPartition(row.topic(), row.partition()),
                        row.nextOffset(),
                        row.lastAppendMillis()));
            }
            postgresProblem = null;
            return places;
        } catch (SQLException e) {
            postgresProblem = problem("postgres", postgresProblem, e);
            disconnect();
            return List.of();
        }
    }

    private Problem problem(String part, @Nullable Problem before, Exception e) {
        return new Problem(
                part, "does not answer: " + e.getMessage(), before == null ? clock.instant() : before.since());
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is gone, then.
            }
        }
    }

    /** Which of them did not answer when it was last asked. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Problem problem : new @Nullable Problem[] {kafkaProblem, postgresProblem}) {
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    @Override
    public List<Reading> readings() {
        return readings;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        kafka.close();
        try {
            if (timer.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
