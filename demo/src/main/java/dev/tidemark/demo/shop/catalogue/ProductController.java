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
                release >= SECOND_RELEASE ? alternatives(id) : null);
    }

    private long alternatives(int id) {
        return IntStream.rangeClosed(id + 1, id + ALTERNATIVES)
                .mapToObj(catalogue::product)
                .flatMap(Optional::stream)
                .filter(product -> inventory.stock(product.sku()).orElse(0) > 0)
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
