package dev.tidemark.demo.inventory;

import dev.tidemark.demo.database.DatabaseAwayException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refills the warehouses and deletes old reservations. */
final class Replenishment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replenishment.class);
    private static final Duration PERIOD = Duration.ofSeconds(20);

    private final Stocks stocks;
    private final Reservations reservations;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("replenishment").factory());

    Replenishment(Stocks stocks, Reservations reservations) {
        this.stocks = stocks;
        this.reservations = reservations;
    }

    void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::run, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            int filled = stocks.replenish();
            if (filled > 0) {
                LOG.info("{} products ran low and were refilled", filled);
            }
            LOG.debug("deleted {} old reservations", reservations.forgetOld());
        } catch (DatabaseAwayException e) {
            LOG.debug("the warehouses are not refilled for now", e);
        } catch (RuntimeException e) {
            LOG.error("the warehouses could not be refilled", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
