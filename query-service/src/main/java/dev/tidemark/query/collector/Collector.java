package dev.tidemark.query.collector;

import dev.tidemark.query.explain.PlanDocuments;
import dev.tidemark.query.explain.PlanReader;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnections;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts and stops the collector: the election, the readings and the publication. */
@Context
final class Collector {
    private final CollectorSettings settings;
    private final Election election;
    private final SamplePublisher publisher;
    private final List<Lane> lanes;

    Collector(
            CollectorSettings settings,
            Election election,
            SamplePublisher publisher,
            @Named(Databases.MONITORED) DedicatedConnections postgres,
            RedisLink redis,
            OwnLookups own,
            PlanReader reader,
            PlanDocuments documents,
            Clock clock) {
        this.settings = settings;
        this.election = election;
        this.publisher = publisher;
        // A slow question about sizes must not hold up the sessions, nor a pass over the keys the rest.
        MonitoredQueries sessions = new MonitoredQueries(postgres);
        MonitoredQueries rest = new MonitoredQueries(postgres);
        String database = postgres.address();
        WatchedStatements statements = new WatchedStatements();
        this.lanes = List.of(
                new Lane(
                        "The sessions of the monitored PostgreSQL",
                        database,
                        List.of(new SessionTask(settings, sessions, System::nanoTime)),
                        election,
                        publisher,
                        clock,
                        sessions::close),
                new Lane(
                        "The monitored PostgreSQL",
                        database,
                        Stream.<Task>concat(
                                        questions().map(question -> new QuestionTask(question, settings, rest)),
                                        Stream.of(
                                                new StatementTask(settings, rest, statements, clock),
                                                new PlanTask(settings, rest, statements, reader, documents)))
                                .toList(),
                        election,
                        publisher,
                        clock,
                        rest::close),
                new Lane(
                        "Redis",
                        redis.address(),
                        List.of(new InfoTask(settings, redis, own), new CommandTask(settings, redis)),
                        election,
                        publisher,
                        clock,
                        () -> {}),
                new Lane(
                        "The keys of Redis",
                        redis.address(),
                        List.of(new KeyTask(
                                settings,
                                redis,
                                own,
                                () -> election.isElected()
                                        && !Thread.currentThread().isInterrupted())),
                        election,
                        publisher,
                        clock,
                        () -> {}));
    }

    private static Stream<PostgresQuestion> questions() {
        return Stream.of(
                PostgresQuestions.CONNECTIONS,
                PostgresQuestions.DATABASE,
                PostgresQuestions.CHECKPOINTS,
                PostgresQuestions.WAL,
                PostgresQuestions.IO,
                PostgresQuestions.LOCKS,
                PostgresQuestions.REPLICATION,
                PostgresQuestions.STANDBY,
                PostgresQuestions.SLOTS,
                PostgresQuestions.WRAPAROUND,
                PostgresQuestions.SIZE,
                PostgresQuestions.DATABASES,
                PostgresQuestions.TABLES,
                PostgresQuestions.INDEXES,
                PostgresQuestions.UNUSED_INDEXES,
                BloatQuestions.SEQUENTIAL_SCANS,
                BloatQuestions.TABLE_BLOAT,
                BloatQuestions.INDEX_BLOAT);
    }

    @PostConstruct
    void start() {
        if (settings.enabled()) {
            publisher.start();
            election.start(this::isUseless);
            lanes.forEach(Lane::start);
        }
    }

    /** Whether nothing could be published, or nothing read, for {@link Election#PATIENCE}. */
    private boolean isUseless() {
        List<Lane> used = lanes.stream().filter(Lane::isUsed).toList();
        return publisher.hasFailedFor(Election.PATIENCE)
                || !used.isEmpty() && used.stream().allMatch(lane -> lane.wasAwayFor(Election.PATIENCE));
    }

    /** The states of all readings, by name. */
    Map<String, TaskState> states() {
        Map<String, TaskState> states = new LinkedHashMap<>();
        lanes.forEach(lane -> lane.states().forEach((task, state) -> states.put(task.name(), state)));
        return states;
    }

    @PreDestroy
    void close() {
        lanes.forEach(Lane::close);
    }
}
