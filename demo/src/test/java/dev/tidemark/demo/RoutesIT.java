package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path logs;

    @SuppressWarnings("NullAway.Init")
    static Demo demo;

    @BeforeAll
    static void start() {
        demo = Demo.overSharedBackends(logs);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void order_fromCatalogueToReceipt_takesThingsOutOfStock() {
        Application shop = demo.shop();
        Answer product = shop.get("/products/17");
        assertThat(product.status()).isEqualTo(200);
        assertThat(product.body())
                .contains("\"sku\":\"TM-0017\"", "\"category\":\"safety\"")
                .containsPattern("\"gross_cents\":\\d+");
        int before = number(product, "\"stock\":(\\d+)");

        Answer cart = shop.post("/cart/it-1/items", "{\"product_id\":17,\"quantity\":2}");
        assertThat(cart.status()).isEqualTo(201);
        shop.post("/cart/it-1/items", "{\"product_id\":18,\"quantity\":1}");
        assertThat(shop.get("/cart/it-1").body()).contains("TM-0017", "TM-0018");

        Answer placed = shop.post("/orders", "{\"cart_id\":\"it-1\"}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        int total = number(placed, "\"total_cents\":(\\d+)");
        assertThat(total).isEqualTo(2 * number(product, "\"gross_cents\":(\\d+)") + gross(shop.get("/products/18")));

        Answer order = shop.get("/orders/" + number(placed, "\"id\":(\\d+)"));
        assertThat(order.body()).contains("\"total_cents\":" + total, "TM-0017", "TM-0018", "\"placed_at\":\"");
        assertThat(shop.get("/cart/it-1").body()).contains("\"lines\":[]");
        assertThat(number(shop.get("/products/17"), "\"stock\":(\\d+)")).isEqualTo(before - 2);
    }

    @Test
    void products_byCategoryAndAfter_areTheNextOfThatCategory() {
        Answer answer = demo.shop().get("/products?category=lighting&after=100");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"products\":[{\"id\":121,").doesNotContain("\"category\":\"books\"");
    }

    @Test
    void search_ofSpecialCharacters_treatsThemLiterally() {
        assertThat(demo.shop().get("/search?q=BRASS+lan").body()).contains("\"name\":\"Brass Lantern\"");
        assertThat(demo.shop().get("/search?q=%25").body()).isEqualTo("{\"products\":[]}");
    }

    @Test
    void search_ofMarkup_isLoggedAsText() {
        assertThat(demo.shop()
                        .get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%0A2026")
                        .status())
                .isEqualTo(200);

        demo.shop().awaitLog("search for \"<script>alert(1)</script> 2026\" found 0 products");
    }

    @Test
    void salesReport_ofADay_hasAllCategories() {
        Answer answer = demo.shop().get("/reports/sales?days=60");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("lighting", "tools", "\"median_cents\":", "\"best_seller\":\"");
    }

    @Test
    void reservation_ofMoreThanTheStock_takesNothing() {
        Application inventory = demo.inventory();
        int before = number(inventory.get("/stock/TM-0300"), "\"available\":(\\d+)");

        Answer refused = inventory.post(
                "/reservations",
                "{\"lines\":[{\"sku\":\"TM-0300\",\"quantity\":1},{\"sku\":\"TM-0301\",\"quantity\":100000}]}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(number(inventory.get("/stock/TM-0300"), "\"available\":(\\d+)"))
                .isEqualTo(before);
    }

    @Test
    void reservation_released_isBackInStock() {
        Application inventory = demo.inventory();
        Answer made = inventory.post(
                "/reservations",
                "{\"lines\":[{\"sku\":\"TM-0310\",\"quantity\":1},{\"sku\":\"TM-0310\",\"quantity\":2}]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String path = "/reservations/" + number(made, "\"id\":(\\d+)");
        int reserved = number(inventory.get("/stock/TM-0310"), "\"available\":(\\d+)");
        assertThat(inventory.get(path).body()).contains("\"skus\":[\"TM-0310\"]");

        assertThat(inventory.delete(path).status()).isEqualTo(204);

        assertThat(inventory.get(path).status()).isEqualTo(404);
        Answer again = inventory.post("/reservations", "{\"lines\":[{\"sku\":\"TM-0310\",\"quantity\":1}]}");
        assertThat(again.status()).isEqualTo(201);
        assertThat(number(inventory.get("/stock/TM-0310"), "\"available\":(\\d+)"))
                .isEqualTo(reserved + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET  | /products/100001           |                                 | 404 | there is no product 100001",
                "GET  | /products/brass            |                                 | 400 | brass",
                "GET  | /search?q=                 |                                 | 400 | expected 1 to 100",
                "GET  | /reports/sales?days=61     |                                 | 400 | expected 1 to 60",
                "GET  | /wp-login.php              |                                 | 404 | Not Found",
                "GET  | /orders/0                  |                                 | 404 | there is no order 0",
                "GET  | /cart/a_b                  |                                 | 400 | letters, digits and hyphens",
                "POST | /cart/c/items              | {\"product_id\":1,\"quantity\":0}   | 400 | expected 1 to 99",
                "POST | /cart/c/items              | {\"product_id\":999,\"quantity\":1} | 404 | there is no product 999",
                "POST | /cart/c/items              | {broken                         | 400 | detail",
                "POST | /orders                    | {}                              | 400 | letters, digits and hyphens",
                "POST | /orders                    | {\"cart_id\":\"nothing\"}           | 409 | is empty",
                "PUT  | /faults/slow               |                                 | 404 | expected one of slow-db, errors",
            })
    void shop_onABadRequest_explainsTheError(
            String method, String path, @Nullable String body, int status, String detail) {
        refuses(demo.shop(), method, path, body, status, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    | /stock/TM-9999      |                                          | 404 | there is no product",
                "GET    | /stock              |                                          | 404 | there is nothing at /stock",
                "GET    | /reservations/first |                                          | 400 | expected a number",
                "DELETE | /reservations/0     |                                          | 404 | there is no reservation 0",
                "POST   | /reservations       | {\"lines\":1}                              | 400 | a list as",
                "POST   | /reservations       | {\"lines\":[{\"sku\":\"a\",\"quantity\":0}]}    | 400 | a quantity of 1 or more",
                "POST   | /reservations/1     | {}                                       | 404 | there is nothing at",
                "PUT    | /faults/slow        |                                          | 404 | expected one of slow-db, errors",
            })
    void inventory_onABadRequest_explainsTheError(
            String method, String path, @Nullable String body, int status, String detail) {
        refuses(demo.inventory(), method, path, body, status, detail);
    }

    private static void refuses(
            Application application, String method, String path, @Nullable String body, int status, String detail) {
        Answer answer = Answer.to(
                method, application.at(path), body == null ? "" : body, Map.of("Content-Type", "application/json"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"status\":" + status, detail);
    }

    private static int gross(Answer answer) {
        return number(answer, "\"gross_cents\":(\\d+)");
    }

    private static int number(Answer answer, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(answer.body());
        assertThat(matcher.find()).as(answer.body()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
