package dev.tidemark.demo.shop.cart;

import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.DatabaseAwayException;
import dev.tidemark.demo.shop.JsonCache;
import dev.tidemark.demo.shop.catalogue.Catalogue;
import dev.tidemark.demo.shop.catalogue.Product;
import dev.tidemark.demo.shop.catalogue.Taxes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The carts in PostgreSQL, cached in Redis. Thread-safe. */
@Singleton
public final class Carts {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Carts.class);

    private final Database database;
    private final JsonCache cache;
    private final Catalogue catalogue;
    private final Taxes taxes;

    Carts(Database database, JsonCache cache, Catalogue catalogue, Taxes taxes) {
        this.database = database;
        this.cache = cache;
        this.catalogue = catalogue;
        this.taxes = taxes;
    }

    /** Returns the cart with this id; it may be empty. */
    Cart cart(String cartId) {
        return cache.get(key(cartId), Cart.class).orElseGet(() -> {
            Cart stored = stored(cartId);
            cache.put(key(cartId), stored, LIFETIME);
            return stored;
        });
    }

    /** Returns the cart from PostgreSQL, with current prices. */
    public Cart stored(String cartId) {
        var items = database.rows(
                CartStatements.ITEMS, row -> new Item(row.getInt("product_id"), row.getInt("quantity")), cartId);
        List<Cart.Line> lines = new ArrayList<>();
        long total = 0;
        for (Item item : items) {
            Product product = catalogue.product(item.productId()).orElseThrow();
            long gross = taxes.gross(product);
            lines.add(new Cart.Line(product.id(), product.sku(), item.quantity(), gross));
            total += gross * item.quantity();
        }
        return new Cart(cartId, lines, total);
    }

    /** Adds a product to a cart; false if the product does not exist. */
    boolean add(String cartId, int productId, int quantity) {
        boolean added = database.change(CartStatements.ADD, cartId, quantity, productId) > 0;
        forgetCopy(cartId);
        return added;
    }

    /** Removes a cart from the cache. */
    public void forgetCopy(String cartId) {
        cache.remove(key(cartId));
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "10m")
    void forgetOld() {
        try {
            LOG.debug("deleted {} rows of old carts", database.change(CartStatements.FORGET));
        } catch (DatabaseAwayException e) {
            LOG.debug("old carts are kept for now", e);
        }
    }

    private static String key(String cartId) {
        return "cart:" + cartId;
    }

    private record Item(int productId, int quantity) {}
}
