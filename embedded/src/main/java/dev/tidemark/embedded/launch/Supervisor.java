package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.embedded.launch.Ports.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The whole system: starts the components in order, monitors them, and stops them in reverse order. */
final class Supervisor {

    private static final Duration NUMBERS = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);

    private final UpOptions options;
    private final DataFolder data;
    private final Progress progress;
    private final PidRecords records;
    private final Http http = new Http();
    private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();

    /** In the order in which they were started. */
    private final List<RestartMonitor> monitors = new ArrayList<>();

    private boolean stopping;

    Supervisor(UpOptions options, DataFolder data, Progress progress) {
        this.options = options;
        this.data = data;
        this.progress = progress;
        this.records = new PidRecords(data.run("pids"));
    }

    /**
     * Starts everything, prints that it is ready, and then handles requests for faults until it is interrupted.
     *
     * @throws RuntimeException if something does not start; the message is for the terminal
     */
    void run() throws InterruptedException {
        records.killOrphans().forEach(name -> progress.say("ended " + name + ", left by an earlier run"));
        options.ports().requireFree(options.demo());

        var kafka = new KafkaBroker(KafkaSettings.fixed(
                data.of("kafka"), data.log("kafka"), options.ports().of(Use.KAFKA)));
        Credentials credentials = Credentials.in(data.of("credentials"));
        var postgres = new PostgresServer(PostgresSettings.fixed(
                        data.of("postgres"),
                        data.log("postgres"),
                        options.ports().of(Use.POSTGRES))
                .with(credentials.postgres()));
        var redis = new RedisServer(RedisSettings.fixed(
                        data.of("redis"), data.log("redis"), options.ports().of(Use.REDIS))
                .with(credentials.redis()));
        var apps = new Apps(options, data, credentials, kafka, postgres, redis, http);
        // For ./tidemark psql and ./tidemark redis.
        credentials.writePgpass(postgres.port());
        data.writePorts(kafka.port(), postgres.port(), redis.port());

        RestartMonitor redisMonitor = monitor(new ManagedBackend(redis));
        start(List.of(monitor(new ManagedBackend(kafka)), monitor(new ManagedBackend(postgres)), redisMonitor));
        start(List.of(monitor(apps.processor())));
        var rest = new ArrayList<>(List.of(monitor(apps.queryService())));
        List<String> demo = List.of();
        RestartMonitor shop = monitor(apps.shop());
        RestartMonitor traffic = monitor(apps.traffic());
        var faulty = new LinkedHashMap<String, ProcessFault>();
        faulty.put("redis-down", new ProcessFault(List.of(redisMonitor), List.of()));
        if (options.demo()) {
            rest.addAll(List.of(monitor(apps.inventory()), shop));
            demo = List.of(apps.base(Use.SHOP), apps.base(Use.INVENTORY));
            faulty.put("bad-deploy", new ProcessFault(List.of(shop), List.of(held(apps.badShop()))));
            faulty.put("surge", new ProcessFault(List.of(), List.of(held(apps.surge()))));
            faulty.put("silence", new ProcessFault(List.of(traffic), List.of()));
        }
        start(rest);
        if (options.demo()) {
            start(List.of(traffic));
            awaitNumbers(apps.base(Use.HTTP));
        }
        awaitProcessor(apps);
        progress.say("ready http://localhost:" + options.ports().of(Use.HTTP) + "/ui/monitoring/advanced");

        var faults = new FaultSwitch(data, demo, faulty, http, progress);
        while (!isStopping()) {
            faults.look();
            Thread.sleep(POLL);
        }
    }

    private RestartMonitor monitor(ManagedProcess process) {
        return new RestartMonitor(process, records, progress);
    }

    /** One that does not run until it is released. */
    private synchronized RestartMonitor held(ManagedProcess process) {
        RestartMonitor monitor = monitor(process);
        monitor.hold();
        monitors.add(monitor);
        return monitor;
    }

    /** Starts these at the same time and returns when all are up. */
    private void start(List<RestartMonitor> together) throws InterruptedException {
        var starting = new ExecutorCompletionService<RestartMonitor>(starters);
        synchronized (this) {
            if (stopping) {
                throw new InterruptedException("stopping");
            }
            monitors.addAll(together);
            together.forEach(monitor -> starting.submit(monitor::start, monitor));
        }
        for (int i = 0; i < together.size(); i++) {
            try {
                starting.take().get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new LaunchException("cannot start", e);
            }
        }
    }

    private void awaitNumbers(String queryService) throws InterruptedException {
        String summary = queryService + "/api/monitoring/summary?period=5m";
        long deadline = System.nanoTime() + NUMBERS.toNanos();
        while (http.number(summary, "/api/request_count") == 0) {
            if (System.nanoTime() > deadline) {
                throw new LaunchException("no request was counted within " + NUMBERS.toMinutes() + " min: " + summary
                        + " says api.request_count 0; the logs are in " + data.of("logs"));
            }
            Thread.sleep(POLL);
        }
    }

    /** It was started before the others, so it should be ready by now. */
    private void awaitProcessor(Apps apps) throws InterruptedException {
        long deadline = System.nanoTime() + NUMBERS.toNanos();
        for (String problems = apps.processorProblems(); !problems.isEmpty(); problems = apps.processorProblems()) {
            if (System.nanoTime() > deadline) {
                throw new LaunchException("the stream processor was not ready within " + NUMBERS.toMinutes() + " min: "
                        + problems + "; the logs are in " + data.of("logs"));
            }
            Thread.sleep(POLL);
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Waits for {@link #stop()} for at most this time; returns whether it was called. */
    boolean isStoppingWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!isStopping() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return isStopping();
    }

    /** Stops everything in reverse order; may be called from another thread while {@link #run()} is still starting components. */
    void stop() {
        List<RestartMonitor> running;
        synchronized (this) {
            stopping = true;
            running = List.copyOf(monitors);
        }
        starters.shutdownNow();
        if (running.stream().anyMatch(RestartMonitor::isAlive)) {
            progress.say("stopping");
        }
        running.reversed().forEach(RestartMonitor::end);
        data.released();
        if (!running.isEmpty()) {
            progress.say("stopped");
        }
    }
}
