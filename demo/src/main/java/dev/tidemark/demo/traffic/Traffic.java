package dev.tidemark.demo.traffic;

import dev.tidemark.demo.Start;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.Secrets;
import dev.tidemark.settings.SettingsReader;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests to the shop until it is stopped. */
public final class Traffic {

    private Traffic() {}

    public static void main(String[] args) throws Exception {
        Start.of(Traffic::start);
    }

    private static void start() {
        // Before the first logger: the load generator is not instrumented, so its log lines are not published.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/tidemark/demo/traffic/logback.xml");
        }
        SettingsReader reader = SettingsReader.ofProcess(Component.TRAFFIC);
        Logger log = LoggerFactory.getLogger(Traffic.class);
        // The shop and the inventory contain the filter, which warns there.
        reader.warning().ifPresent(log::warn);
        TrafficSettings settings = TrafficSettings.from(reader);
        log.info(
                "{} requests/s to {}",
                settings.requestsPerSecond(),
                Secrets.redact(settings.shop().toString()));

        var counts = new Counts();
        var load = new LoadGenerator(settings, counts, Executors.newVirtualThreadPerTaskExecutor());
        long period = settings.line().toSeconds();
        var unused = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("counts").factory())
                .scheduleAtFixedRate(() -> log.info(counts.takeLine()), period, period, TimeUnit.SECONDS);

        var arrivals = new Arrivals(settings.requestsPerSecond(), ThreadLocalRandom.current(), System.nanoTime());
        while (true) {
            LockSupport.parkNanos(arrivals.nextGap(System.nanoTime()));
            load.step();
        }
    }
}
