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

/** Asks the inventory. Safe for use by many threads. */
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

    /** How many of a thing there are; empty if the inventory does not say, for a product can be shown without. */
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
                            "no stock known of {}: {} ({} more since the last such line)", sku, e.getMessage(), held));
            return Optional.empty();
        }
    }

    /**
     * Has things kept aside.
     *
     * @return the reservation's number; empty if there are not enough
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

    /** Gives a reservation up. What fails here is only logged: the inventory forgets old reservations by itself. */
    public void release(long reservation) {
        try {
            connection.send("/reservations/" + reservation, request -> request.DELETE());
        } catch (InventoryException e) {
            LOG.warn("reservation {} was not given up: {}", reservation, e.getMessage());
        }
    }

    private static InventoryException unexpected(String method, URI address, int status) {
        return new InventoryException(method + " " + address + " answered " + status, null);
    }

    private <T> T read(String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new InventoryException("the inventory answered nothing, but JSON is expected", null);
            }
            return value;
        } catch (IOException e) {
            throw new InventoryException("the inventory answered \"" + json + "\", but JSON is expected", e);
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
