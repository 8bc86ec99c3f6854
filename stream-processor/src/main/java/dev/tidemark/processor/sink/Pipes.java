package dev.tidemark.processor.sink;

import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.table.CallTable;
import dev.tidemark.processor.sink.table.LogTable;
import dev.tidemark.processor.sink.table.RequestTable;
import dev.tidemark.processor.sink.table.RollupTable;
import dev.tidemark.processor.sink.table.SampleTable;
import dev.tidemark.wire.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** The pipes of all topics. */
final class Pipes {
    /** A clock that was a year ahead leaves requests and windows of its time. */
    private static final Duration MOST = Duration.ofDays(400);

    private Pipes() {}

    static List<Pipe<?>> all(SinkSettings settings, RequestIntake intake, Clock clock) {
        return all(settings, intake, clock, clock);
    }

    /** @param steady the time by the machine's uptime */
    static List<Pipe<?>> all(SinkSettings settings, RequestIntake intake, Clock clock, InstantSource steady) {
        RetentionSettings retention = settings.retention();
        CardinalityLimits limits = settings.limits();
        // The broker's time decides elsewhere whether requests and rollups are late; these bounds only reject
        // impossible times.
        Duration most = Collections.max(List.of(retention.longest(), MOST));
        TimeBounds any = new TimeBounds(clock, steady, most, most);
        InstantSource used = later(clock, steady);
        return List.of(
                new Pipe<>(
                        "requests",
                        Topics.REQUESTS.name(),
                        Readers.requests(intake, any),
                        settings.batchInterval(),
                        () -> new RequestTable(limits, used)),
                new Pipe<>(
                        "logs",
                        Topics.LOGS.name(),
                        Readers.logs(Topics.LOGS.codec(), TimeBounds.ofRetention(clock, steady, retention.logs())),
                        settings.batchInterval(),
                        () -> new LogTable(limits, used)),
                new Pipe<>(
                        "samples",
                        Topics.SAMPLES.name(),
                        Readers.samples(
                                Topics.SAMPLES.codec(), TimeBounds.ofRetention(clock, steady, retention.samples())),
                        settings.batchInterval(),
                        () -> new SampleTable(limits, used)),
                new Pipe<>(
                        "rollups",
                        Topics.ROLLUPS.name(),
                        Readers.rollups(Topics.ROLLUPS.codec(), any),
                        settings.rollupInterval(),
                        () -> new RollupTable(limits, used)),
                new Pipe<>(
                        "calls",
                        Topics.CALLS.name(),
                        Readers.calls(
                                Topics.CALLS.codec(),
                                TimeBounds.ofRetention(clock, steady, retention.longestOfRollups())),
                        settings.batchInterval(),
                        () -> new CallTable(limits, retention, used, earlier(clock, steady))));
    }

    /**
     * The day on which names are marked as used. Rows up to the later time are accepted, and their names must stay as long as they do, even
     * if the clock is behind.
     */
    static InstantSource later(InstantSource clock, InstantSource steady) {
        return () -> Collections.max(List.of(clock.instant(), steady.instant()));
    }

    /** The time by which partitions are dropped. */
    private static InstantSource earlier(InstantSource clock, InstantSource steady) {
        return () -> Collections.min(List.of(clock.instant(), steady.instant()));
    }
}
