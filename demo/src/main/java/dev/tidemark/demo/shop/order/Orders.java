package dev.tidemark.demo.shop.order;

import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.DatabaseAwayException;
import dev.tidemark.demo.shop.cart.Cart;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders in PostgreSQL. Thread-safe. */
@Singleton
final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final Database database;

    Orders(Database database) {
        this.database = database;
    }

    /** Turns a cart into an order, empties the cart, and returns the order's id. */
    long place(Cart cart) {
        List<Cart.Line> lines = cart.lines();
        return database.row(
                        OrderStatements.PLACE,
                        row -> row.getLong("id"),
                        cart.cartId(),
                        cart.totalCents(),
                        lines.stream().mapToInt(Cart.Line::productId).toArray(),
                        lines.stream().mapToInt(Cart.Line::quantity).toArray(),
                        lines.stream()
                                .mapToInt(line -> Math.toIntExact(line.grossCents()))
                                .toArray(),
                        cart.cartId())
                .orElseThrow();
    }

    /** Returns the order with this id. */
    Optional<Order> order(long id) {
        var lines = new ArrayList<Order.Line>();
        @Nullable Order head = null;
        for (Order row : database.rows(
                OrderStatements.BY_ID,
                row -> new Order(
                        id,
                        row.getString("cart_id"),
                        row.getLong("total_cents"),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                        List.of(new Order.Line(
                                row.getString("sku"),
                                row.getString("name"),
                                row.getInt("quantity"),
                                row.getInt("price_cents")))),
                id)) {
            head = row;
            lines.addAll(row.lines());
        }
        return Optional.ofNullable(head)
                .map(order -> new Order(id, order.cartId(), order.totalCents(), order.placedAt(), lines));
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "10m")
    void forgetOld() {
        try {
            LOG.debug("deleted {} rows of old orders", database.change(OrderStatements.FORGET));
        } catch (DatabaseAwayException e) {
            LOG.debug("old orders are kept for now", e);
        }
    }
}
