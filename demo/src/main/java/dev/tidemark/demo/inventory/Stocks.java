package dev.tidemark.demo.inventory;

import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stock in PostgreSQL, cached in Redis for a few seconds. Thread-safe. */
final class Stocks {

    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final Pattern COPY = Pattern.compile("(W\\d+) (\\d+)");

    private final Database database;
    private final Cache cache;

    Stocks(Database database, Cache cache) {
        this.database = database;
        this.cache = cache;
    }

    Optional<Stock> stock(String sku) {
        String copy = cache.get(key(sku));
        if (copy != null && COPY.matcher(copy) instanceof Matcher known && known.matches()) {
            return Optional.of(new Stock(sku, known.group(1), Integer.parseInt(known.group(2))));
        }
        Optional<Stock> stored = database.row(
                StockStatements.BY_SKU,
                row -> new Stock(row.getString("sku"), row.getString("warehouse"), row.getInt("available")),
                sku);
        stored.ifPresent(stock -> cache.put(key(sku), stock.warehouse() + " " + stock.available(), LIFETIME));
        return stored;
    }

    /** Returns the codes of the products' warehouses. */
    List<String> warehouses(List<String> skus) {
        return database.rows(
                StockStatements.WAREHOUSES, row -> row.getString("warehouse"), (Object) skus.toArray(String[]::new));
    }

    void forgetCopies(List<String> skus) {
        skus.forEach(sku -> cache.remove(key(sku)));
    }

    /** Refills products that run low; returns their number. */
    int replenish() {
        return database.change(StockStatements.REPLENISH);
    }

    private static String key(String sku) {
        return "stock:" + sku;
    }
}
