package dev.tidemark.demo.shop.catalogue;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The tax rate of each category. The fault {@code errors} removes the reduced rates, like a broken reload of the table.
 */
@Singleton
public final class Taxes {

    private static final Map<String, Integer> FULL_PERCENT =
            Map.of("lighting", 20, "navigation", 20, "rope", 20, "clothing", 20, "galley", 20, "tools", 20);
    private static final Map<String, Integer> REDUCED_PERCENT = Map.of("books", 5, "safety", 10);

    private final Faults faults;

    Taxes(Faults faults) {
        this.faults = faults;
    }

    /**
     * Returns the price with tax, in cents.
     *
     * @throws IllegalStateException if the table has no rate for the category
     */
    public long gross(Product product) {
        return product.priceCents() + Math.round(product.priceCents() * percent(product) / 100.0);
    }

    private int percent(Product product) {
        Integer rate = FULL_PERCENT.get(product.category());
        if (rate == null && !faults.isOn(Fault.ERRORS)) {
            rate = REDUCED_PERCENT.get(product.category());
        }
        if (rate == null) {
            throw new IllegalStateException(
                    "no tax rate for category \"" + product.category() + "\" of product " + product.sku());
        }
        return rate;
    }
}
