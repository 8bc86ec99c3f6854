package dev.tidemark.processor.partitions;

import dev.tidemark.processor.health.Problem;
import dev.tidemark.processor.health.StartException;
import dev.tidemark.processor.topology.Partitioning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the requests topic has got more partitions, and makes the first stage fit. Usually that is done before Kafka Streams
 * assigns them; if not, a stream thread dies, which calls {@link #repair()} before it is replaced. Thread-safe.
 */
public final class PartitionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int LOOKS_TO_BE_SURE = 2;
    private static final int LOOKS_BETWEEN_REBALANCES = 12;

    private final StagePartitions stages;
    private final Partitioning partitioning;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("partitions").factory());
    private volatile @Nullable Problem problem;
    /** The partitions of the requests topic at the last look. */
    private volatile int requests;
    /** How many looks in a row found partitions that nobody reads. Used by the timer only. */
    private int looksLeftOut;

    /**
     * Reads the numbers of partitions, and makes them fit.
     *
     * @param declared the number of partitions that the requests topic is known to have
     * @throws StartException if Kafka does not answer or refuses
     */
    public PartitionWatch(Map<String, String> kafka, String applicationId, int declared) {
        this.stages = new StagePartitions(kafka, applicationId);
        try {
            StagePartitions.Counts counts = stages.align();
            int known = Math.max(declared, counts.requests());
            this.partitioning = new Partitioning(known, counts.windows() == 0 ? known : counts.windows());
        } catch (KafkaException e) {
            stages.close();
            throw new StartException("the partitions of the first stage: " + told(e), e);
        }
    }

    public Partitioning partitioning() {
        return partitioning;
    }

    /** @param rebalance makes the topology's group share its partitions out again */
    public void start(Runnable rebalance) {
        var unused = timer.scheduleWithFixedDelay(
                () -> check(rebalance), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check(Runnable rebalance) {
        repair();
        looksLeftOut = leavesOut() ? looksLeftOut + 1 : 0;
        // A rebalance takes a moment, and if it did not help, another one at once would not, either.
        if (looksLeftOut % LOOKS_BETWEEN_REBALANCES == LOOKS_TO_BE_SURE) {
            LOG.warn("nobody reads some partitions of the requests topic: they are assigned again");
            rebalance.run();
        }
    }

    private boolean leavesOut() {
        try {
            return stages.leavesOut(requests);
        } catch (RuntimeException e) {
            LOG.debug("Kafka did not say who reads which partition", e);
            return false;
        }
    }

    /** Makes the first stage fit the requests topic. Never throws. */
    public void repair() {
        try {
            requests = stages.align().requests();
            partitioning.requestsSeen(requests);
            problem = null;
        } catch (RetriableException e) {
            LOG.debug("Kafka did not say how many partitions there are", e);
        } catch (RuntimeException e) {
            if (timer.isShutdown()) {
                return;
            }
            Problem before = problem;
            if (before == null) {
                LOG.error("the first stage does not fit the requests topic: {}", told(e));
            }
            problem = new Problem("topology", told(e), before == null ? Instant.now() : before.since());
        }
    }

    /** Why partitions of the requests topic are not read. */
    public List<Problem> problems() {
        Problem now = problem;
        return now == null ? List.of() : List.of(now);
    }

    private static String told(RuntimeException e) {
        return e instanceof AuthorizationException
                ? "it has another number of partitions than the first stage, and this processor may not add any ("
                        + e.getMessage()
                        + "): run ./tidemark partitions N with the credentials of Kafka's administrator"
                : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        stages.close();
    }
}
