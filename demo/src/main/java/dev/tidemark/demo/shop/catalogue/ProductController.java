package dev.tidemark.demo.shop.catalogue;

import dev.tidemark.demo.shop.ShopSettings;
import dev.tidemark.demo.shop.http.Refusal;
import dev.tidemark.demo.shop.stock.InventoryClient;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints of the catalogue. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProductController {

    private static final Logger LOG = LoggerFactory.getLogger(ProductController.class);
    private static final int LONGEST_QUERY = 100;
    private static final int SECOND_RELEASE = 2;
    private static final int ALTERNATIVES = 6;
    /** Release 2 came without the size for the galley. */
    private static final Map<String, Integer> PACK_SIZES =
            Map.of("lighting", 1, "navigation", 1, "rope", 10, "clothing", 1, "safety", 1, "books", 1, "tools", 1);

    private final Catalogue catalogue;
    private final Taxes taxes;
    private final InventoryClient inventory;
    private final int release;

    ProductController(Catalogue catalogue, Taxes taxes, InventoryClient inventory, ShopSettings settings) {
        this.catalogue = catalogue;
        this.taxes = taxes;
        this.inventory = inventory;
        this.release = settings.release();
    }

    @Get("/products")
    ProductList list(@QueryValue(defaultValue = "0") int after, @QueryValue(defaultValue = "") String category) {
        return new ProductList(catalogue.page(after, category));
    }

    @Get("/products/{id}")
    ProductPage product(int id) {
        Product product = catalogue.product(id).orElseThrow(() -> Refusal.notFound("there is no product " + id));
        List<Long> views = catalogue.views(id);
        return new ProductPage(
                product,
                taxes.gross(product),
                views.getFirst(),
                views.getFirst().equals(Collections.max(views)),
                inventory.stock(product.sku()).orElse(null),
                release >= SECOND_RELEASE ? alternatives(product) : null);
    }

    private long alternatives(Product product) {
        int packSize = Objects.requireNonNull(
                PACK_SIZES.get(product.category()), () -> "no pack size of " + product.category());
        return IntStream.rangeClosed(product.id() + 1, product.id() + ALTERNATIVES)
                .mapToObj(catalogue::product)
                .flatMap(Optional::stream)
                .filter(other -> inventory.stock(other.sku()).orElse(0) >= packSize)
                .count();
    }

    @Get("/search")
    ProductList search(@QueryValue(defaultValue = "") String q) {
        if (q.isBlank() || q.length() > LONGEST_QUERY) {
            throw Refusal.badRequest("q of " + q.strip().length() + " characters: expected 1 to " + LONGEST_QUERY);
        }
        var found = catalogue.search(q);
        LOG.info("search for \"{}\" found {} products", q, found.size());
        return new ProductList(found);
    }
}
