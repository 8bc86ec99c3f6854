package dev.tidemark.demo.shop.catalogue;

import dev.tidemark.demo.shop.http.Refusal;
import dev.tidemark.demo.shop.stock.InventoryClient;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints of the catalogue. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProductController {

    private static final Logger LOG = LoggerFactory.getLogger(ProductController.class);
    private static final int LONGEST_QUERY = 100;

    private final Catalogue catalogue;
    private final Taxes taxes;
    private final InventoryClient inventory;

    ProductController(Catalogue catalogue, Taxes taxes, InventoryClient inventory) {
        this.catalogue = catalogue;
        this.taxes = taxes;
        this.inventory = inventory;
    }

    @Get("/products")
    ProductList list(@QueryValue(defaultValue = "0") int after, @QueryValue(defaultValue = "") String category) {
        return new ProductList(catalogue.page(after, category));
    }

    @Get("/products/{id}")
    ProductPage product(int id) {
        Product product = catalogue.product(id).orElseThrow(() -> Refusal.notFound("there is no product " + id));
        return new ProductPage(
                product, taxes.gross(product), inventory.stock(product.sku()).orElse(null));
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
