package dev.tidemark.demo.shop.order;

import dev.tidemark.demo.shop.cart.Cart;
import dev.tidemark.demo.shop.cart.Carts;
import dev.tidemark.demo.shop.http.Refusal;
import dev.tidemark.demo.shop.stock.InventoryClient;
import dev.tidemark.demo.shop.stock.Reservation;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a cart into an order, after reserving the products in the inventory. */
@Singleton
final class Checkout {

    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

    private final Carts carts;
    private final Orders orders;
    private final InventoryClient inventory;

    Checkout(Carts carts, Orders orders, InventoryClient inventory) {
        this.carts = carts;
        this.orders = orders;
        this.inventory = inventory;
    }

    Order.Receipt buy(String cartId) {
        Cart cart = carts.stored(cartId);
        if (cart.lines().isEmpty()) {
            throw Refusal.conflict("cart " + cartId + " is empty");
        }
        long reservation = inventory
                .reserve(new Reservation(cart.lines().stream()
                        .map(line -> new Reservation.Line(line.sku(), line.quantity()))
                        .toList()))
                .orElseThrow(() -> Refusal.conflict("not all products in cart " + cartId + " are in stock"));
        long order = place(cart, reservation);
        carts.forgetCopy(cartId);
        LOG.info("order {} of {} lines for {} cents", order, cart.lines().size(), cart.totalCents());
        return new Order.Receipt(order, cart.totalCents());
    }

    private long place(Cart cart, long reservation) {
        boolean placed = false;
        try {
            long order = orders.place(cart);
            placed = true;
            return order;
        } finally {
            if (!placed) {
                inventory.release(reservation);
            }
        }
    }
}
