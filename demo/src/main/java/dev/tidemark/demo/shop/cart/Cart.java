package dev.tidemark.demo.shop.cart;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * A shopping cart.
 *
 * @param totalCents with tax
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record Cart(String cartId, List<Line> lines, long totalCents) {

    /**
     * A quantity of one product.
     *
     * @param grossCents the price of one, with tax
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Line(int productId, String sku, int quantity, long grossCents) {}
}
