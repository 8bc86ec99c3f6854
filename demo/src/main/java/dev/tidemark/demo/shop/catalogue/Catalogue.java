package dev.tidemark.demo.shop.catalogue;

import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import dev.tidemark.demo.shop.JsonCache;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The products in PostgreSQL; single products and searches are cached in Redis. Thread-safe.
 */
@Singleton
public final class Catalogue {

    private static final Duration PRODUCT_LIFETIME = Duration.ofSeconds(60);
    private static final Duration SEARCH_LIFETIME = Duration.ofSeconds(30);

    private final Database database;
    private final JsonCache cache;
    private final Faults faults;

    Catalogue(Database database, JsonCache cache, Faults faults) {
        this.database = database;
        this.cache = cache;
        this.faults = faults;
    }

    /** Returns the product with this id. */
    public Optional<Product> product(int id) {
        String key = "product:" + id;
        Optional<Product> cached = cache.get(key, Product.class);
        if (cached.isPresent()) {
            return cached;
        }
        Optional<Product> stored = database.row(ProductStatements.BY_ID, ProductStatements::read, id);
        stored.ifPresent(product -> cache.put(key, product, PRODUCT_LIFETIME));
        return stored;
    }

    /** Returns how often a product, and each of the four after it, was looked at. */
    List<Long> views(int id) {
        return database.rows(ProductStatements.VIEWS, row -> row.getLong("views"), id, id);
    }

    /** Returns the products after an id, of one category or, if that is empty, of all. */
    List<Product> page(int after, String category) {
        if (faults.isOn(Fault.N_PLUS_ONE)) {
            return oneByOne(database.rows(ProductStatements.IDS, row -> row.getInt("id"), after, category, category));
        }
        return database.rows(ProductStatements.PAGE, ProductStatements::read, after, category, category);
    }

    /** With each product, reads those that are shown beside it: hundreds of fast statements. */
    private List<Product> oneByOne(List<Integer> ids) {
        return ids.stream()
                .flatMap(id -> ids.stream()
                        .flatMap(beside ->
                                database.row(ProductStatements.BY_ID, ProductStatements::read, beside).stream())
                        .filter(product -> product.id() == id))
                .toList();
    }

    /** Returns products whose name or description contains this text literally. */
    List<Product> search(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        String key = "search:" + wanted;
        Optional<ProductList> cached = cache.get(key, ProductList.class);
        if (cached.isPresent()) {
            return cached.get().products();
        }
        String pattern = "%" + wanted.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        List<Product> found = database.rows(ProductStatements.SEARCH, ProductStatements::read, pattern, pattern);
        cache.put(key, new ProductList(found), SEARCH_LIFETIME);
        return found;
    }
}
