package dev.tidemark.processor.lag;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.sink.offset.StoredOffsets;
import dev.tidemark.processor.sink.postgres.KeptConnection;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
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
 * Reads every few seconds from Kafka and PostgreSQL how far topology and sink are behind. It therefore also detects
 * when one of them does not answer. Unknown lags are omitted from the metrics. The offsets come from the consumer group
 * and the table rather than from this process's consumers, so lags are reported even while those are dead. Thread-safe.
 */
public final class LagWatch implements SampleSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaOffsets kafka;
    private final String group;
    private final String source;
    private final Collection<String> stored;
    private final KeptConnection postgres;
    private final Clock clock;
    private final Lags lags = new Lags();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lag").factory());
    private volatile List<Sample> samples = List.of();
    private volatile @Nullable Problem kafkaProblem;
    private volatile @Nullable Problem postgresProblem;

    /**
     * @param kafka the properties of every Kafka client
     * @param group the topology's consumer group
     * @param source the topic that the topology reads
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
        this.postgres = new KeptConnection(postgres, "tidemark-lag", STATEMENT_TIMEOUT);
        this.clock = clock;
        this.kafkaProblem = new Problem("kafka", "not checked yet", clock.instant());
        this.postgresProblem = new Problem("postgres", "not checked yet", clock.instant());
    }

    /** Starts to read every {@code interval}. */
    public void start(Duration interval) {
        timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            List<PartitionOffset> positions = new ArrayList<>(stored());
            samples = ofKafka(positions);
        } catch (RuntimeException e) {
            LOG.error("lags could not be read; the next attempt follows", e);
        }
    }

    private List<Sample> ofKafka(List<PartitionOffset> positions) {
        try {
            positions.addAll(kafka.positions(group, source));
            Map<TopicPartition, Long> ends = kafka.ends(
                    positions.stream().map(PartitionOffset::partition).collect(Collectors.toSet()));
            kafkaProblem = null;
            return lags.of(positions, ends, clock.millis());
        } catch (KafkaException e) {
            kafkaProblem = problem("kafka", kafkaProblem, e);
            return lags.of(positions, Map.of(), clock.millis());
        }
    }

    private List<PartitionOffset> stored() {
        try {
            List<PartitionOffset> positions = new ArrayList<>();
            for (StoredOffsets.Stored row : StoredOffsets.read(postgres.get(), stored)) {
                positions.add(new PartitionOffset(
                        PartitionOffset.SINK,
                        new TopicPartition(row.topic(), row.partition()),
                        row.nextOffset(),
                        row.lastAppendMillis()));
            }
            postgresProblem = null;
            return positions;
        } catch (SQLException e) {
            postgresProblem = problem("postgres", postgresProblem, e);
            postgres.close();
            return List.of();
        }
    }

    private Problem problem(String part, @Nullable Problem before, Exception e) {
        return new Problem(
                part, "does not answer: " + e.getMessage(), before == null ? clock.instant() : before.since());
    }

    /** One problem each for Kafka and PostgreSQL if it did not answer the last read. */
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
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        kafka.close();
        try {
            if (timer.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                postgres.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
