package dev.tidemark.demo.shop.stock;

import dev.tidemark.demo.RateLimiter;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client of the inventory. Thread-safe. */
@Singleton
public final class InventoryClient {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryClient.class);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int OK = 200;

    private final InventoryConnection connection;
    private final ObjectMapper mapper;
    private final RateLimiter warnings = new RateLimiter(QUIET);

    InventoryClient(InventoryConnection connection, ObjectMapper mapper) {
        this.connection = connection;
        this.mapper = mapper;
    }

    /** Returns the quantity in stock; empty if the inventory fails, because a product can be shown without it. */
    public Optional<Integer> stock(String sku) {
        try {
            var answer = connection.send("/stock/" + sku, request -> request.GET());
            if (answer.statusCode() != OK) {
                throw unexpected("GET", answer.uri(), answer.statusCode());
            }
            return Optional.of(read(answer.body(), Reservation.Stock.class).available());
        } catch (InventoryException e) {
            warnings.permit()
                    .ifPresent(held -> LOG.warn(
                            "stock of {} is unknown: {} ({} more since the last such line)",
                            sku,
                            e.getMessage(),
                            held));
            return Optional.empty();
        }
    }

    /**
     * Reserves products.
     *
     * @return the reservation's id; empty if the stock is too low
     * @throws InventoryException if the inventory cannot be reached, or fails
     */
    public Optional<Long> reserve(Reservation wanted) {
        var answer = connection.send(
                "/reservations",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(write(wanted))));
        return switch (answer.statusCode()) {
            case CREATED ->
                Optional.of(read(answer.body(), Reservation.Receipt.class).id());
            case CONFLICT -> Optional.empty();
            default -> throw unexpected("POST", answer.uri(), answer.statusCode());
        };
    }

    /** Releases a reservation. A failure is only logged, because the inventory deletes old reservations itself. */
    public void release(long reservation) {
        try {
            connection.send("/reservations/" + reservation, request -> request.DELETE());
        } catch (InventoryException e) {
            LOG.warn("reservation {} was not released: {}", reservation, e.getMessage());
        }
    }

    private static InventoryException unexpected(String method, URI address, int status) {
        return new InventoryException(method + " " + address + " answered " + status, null);
    }

    private <T> T read(String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new InventoryException("the inventory sent an empty response: expected JSON", null);
            }
            return value;
        } catch (IOException e) {
            throw new InventoryException("the inventory answered \"" + json + "\": expected JSON", e);
        }
    }

    private String write(Reservation wanted) {
        try {
            return mapper.writeValueAsString(wanted);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + wanted + " as JSON", e);
        }
    }
}
