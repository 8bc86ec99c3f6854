package dev.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.Backends;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsIT {

    private static final Duration PAUSE = Duration.ofMillis(250);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path logs;

    @SuppressWarnings("NullAway.Init")
    static Demo demo;

    @BeforeAll
    static void start() {
        demo = Demo.overSharedBackends(logs);
    }

    @AfterEach
    void clear() {
        demo.shop().delete("/faults");
        demo.inventory().delete("/faults");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void slowDb_inBoth_slowsEachStatementInsidePostgres() throws SQLException {
        assertThat(demo.shop().put("/faults/slow-db").body()).isEqualTo("{\"active\":[\"slow-db\"]}");
        assertThat(demo.inventory().put("/faults/slow-db").body()).isEqualTo("{\"active\":[\"slow-db\"]}");

        // At least one statement each.
        assertThat(demo.shop().get("/products?after=7").took()).isGreaterThan(PAUSE);
        assertThat(demo.shop().get("/search?q=slowly").took()).isGreaterThan(PAUSE);
        assertThat(demo.shop().get("/orders/0").took()).isGreaterThan(PAUSE);
        assertThat(demo.shop().get("/reports/sales").took()).isGreaterThan(PAUSE);
        assertThat(demo.shop()
                        .post("/cart/slow/items", "{\"product_id\":40,\"quantity\":1}")
                        .took())
                .isGreaterThan(PAUSE.multipliedBy(2));
        assertThat(demo.inventory().get("/stock/TM-0040").took()).isGreaterThan(PAUSE);
        Answer order = demo.shop().post("/orders", "{\"cart_id\":\"slow\"}");
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        assertThat(order.took()).isGreaterThan(PAUSE.multipliedBy(4));

        demo.shop().awaitLog("slow statement: \"page of products\" took ");
        assertThat(slowestMeanMillis("%demo_shop.product%pg_sleep%")).isGreaterThan(250.0);
        assertThat(slowestMeanMillis("%demo_inventory.reservation%pg_sleep%")).isGreaterThan(250.0);
    }

    @Test
    void slowDb_cleared_isQuickAgain() {
        demo.shop().put("/faults/slow-db");
        assertThat(demo.shop().get("/orders/0").took()).isGreaterThan(PAUSE);

        assertThat(demo.shop().delete("/faults").body()).isEqualTo("{\"active\":[]}");

        assertThat(demo.shop().get("/faults").body()).isEqualTo("{\"active\":[]}");
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(demo.shop().get("/orders/0").took()).isLessThan(PAUSE));
    }

    @Test
    void errors_inTheShop_failsSomeProductsOnSeveralRoutesWithStackTraces() {
        demo.shop().post("/cart/errors/items", "{\"product_id\":42,\"quantity\":1}");
        demo.shop().put("/faults/errors");

        long failed = IntStream.rangeClosed(1, 24)
                .filter(id -> demo.shop().get("/products/" + id).status() == 500)
                .count();

        assertThat(failed).isEqualTo(6);
        assertThat(demo.shop()
                        .post("/cart/errors/items", "{\"product_id\":41,\"quantity\":1}")
                        .status())
                .isEqualTo(500);
        assertThat(demo.shop().get("/cart/errors").status()).isEqualTo(500);
        Answer order = demo.shop().post("/orders", "{\"cart_id\":\"errors\"}");
        assertThat(order.status()).isEqualTo(500);
        assertThat(order.body()).doesNotContain("IllegalStateException");
        demo.shop()
                .awaitLog(
                        "POST /orders failed",
                        "java.lang.IllegalStateException: no tax rate for category \"safety\" of product TM-004",
                        "at dev.tidemark.demo.shop.catalogue.Taxes.");

        demo.shop().delete("/faults");
        assertThat(demo.shop().get("/cart/errors").status()).isEqualTo(200);
    }

    @Test
    void errors_inTheInventory_failOrdersButNotPages() {
        demo.shop().post("/cart/lost/items", "{\"product_id\":2,\"quantity\":1}");
        demo.inventory().put("/faults/errors");

        assertThat(demo.inventory().get("/stock/TM-0002").status()).isEqualTo(500);
        demo.inventory()
                .awaitLog(
                        "GET /stock/TM-0002 failed",
                        "java.lang.IllegalStateException: no warehouse \"W3\" in the directory");
        Answer product = demo.shop().get("/products/2");
        assertThat(product.status()).isEqualTo(200);
        assertThat(product.body()).contains("\"stock\":null");
        Answer order = demo.shop().post("/orders", "{\"cart_id\":\"lost\"}");
        assertThat(order.status()).isEqualTo(502);
        demo.shop().awaitLog("/reservations answered 500");

        demo.inventory().delete("/faults");
        assertThat(demo.shop().post("/orders", "{\"cart_id\":\"lost\"}").status())
                .isEqualTo(201);
    }

    @Test
    void lock_ofProducts_blocksCartsUntilItIsCleared() {
        demo.shop().put("/faults/lock");
        await().until(() -> number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shop-price-import'"
                        + " AND state = 'idle in transaction'")
                == 1);

        var added = CompletableFuture.supplyAsync(
                () -> demo.shop().post("/cart/locked/items", "{\"product_id\":40,\"quantity\":1}"));

        await().until(() -> number("SELECT count(*) FROM pg_stat_activity a, pg_stat_activity root"
                        + " WHERE root.pid = ANY (pg_blocking_pids(a.pid))"
                        + " AND root.application_name = 'shop-price-import'")
                == 1);
        demo.shop().delete("/faults");
        assertThat(added.join().status()).isEqualTo(201);
    }

    @Test
    void nPlusOne_ofThePage_readsEachProductByItself() {
        String byId = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query LIKE 'SELECT id, sku%'"
                + " AND query LIKE '%WHERE id = $1%'";
        String page = demo.shop().get("/products?after=60").body();
        long before = number(byId);

        demo.shop().put("/faults/n-plus-one");

        assertThat(demo.shop().get("/products?after=60").body()).isEqualTo(page);
        assertThat(number(byId) - before).isEqualTo(20 * 20);
    }

    @Test
    void badPlan_dropsTheIndex_andCreatesItAgain() {
        String index = "SELECT count(*) FROM pg_indexes WHERE indexname = 'product_view_product'";
        assertThat(number(index)).isEqualTo(1);

        demo.shop().put("/faults/bad-plan");

        await().until(() -> number(index) == 0);
        assertThat(demo.shop().get("/products/3").body()).contains("\"views\":");
        demo.shop().delete("/faults");
        assertThat(number(index)).isEqualTo(1);
    }

    @Test
    void pool_ofTheShop_letsRequestsWaitForAConnection() {
        demo.shop().put("/faults/pool");

        await().until(() -> demo.shop().get("/products?after=7").took().compareTo(Duration.ofMillis(150)) > 0);
    }

    @Test
    void redisFaults_evictKeys_andBlockCommands() {
        demo.shop().put("/faults/redis-slow");
        await().atMost(Duration.ofMinutes(2)).until(() -> slowUnions() > 0);
        demo.shop().put("/faults/redis-evict");
        await().atMost(Duration.ofMinutes(2)).until(() -> redis("evicted_keys") > 0);
        assertThat(demo.shop().get("/products/5").status()).isEqualTo(200);
    }

    @Test
    void inventoryFaults_slowAndFailItsAnswers() {
        demo.inventory().put("/faults/slow-inventory");
        assertThat(demo.inventory().get("/stock/TM-0040").took()).isGreaterThan(Duration.ofMillis(400));
        demo.inventory().delete("/faults");

        demo.inventory().put("/faults/failing-inventory");
        await().until(() -> demo.inventory().get("/stock/TM-0040").status() == 500);
        await().until(() -> demo.inventory().get("/stock/TM-0040").status() == 200);
    }

    @Test
    void faultsOfTheMachine_keepTheShopAlive() {
        for (String fault : List.of("gc", "cpu", "disk")) {
            assertThat(demo.shop().put("/faults/" + fault).body()).contains(fault);
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(demo.shop().get("/products/" + i).status()).isEqualTo(200);
        }
        assertThat(demo.shop().delete("/faults").body()).isEqualTo("{\"active\":[]}");
    }

    private static long number(String query) {
        try (var connection = Backends.postgres().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long slowUnions() {
        try (var client = RedisClient.create(Backends.redis().uri().toString());
                var connection = client.connect()) {
            return connection.sync().slowlogGet().stream()
                    .filter(entry -> entry.toString().contains("SUNIONSTORE"))
                    .count();
        }
    }

    /** A counter of {@code INFO}. */
    private static long redis(String counter) {
        try (var client = RedisClient.create(Backends.redis().uri().toString());
                var connection = client.connect()) {
            return connection
                    .sync()
                    .info("all")
                    .lines()
                    .filter(line -> line.startsWith(counter + ":"))
                    .mapToLong(line -> Long.parseLong(line.substring(counter.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double slowestMeanMillis(String like) throws SQLException {
        try (var connection = Backends.postgres().connect();
                var query = connection.prepareStatement(
                        "SELECT max(mean_exec_time) FROM pg_stat_statements WHERE query LIKE ?")) {
            query.setString(1, like);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getDouble(1);
            }
        }
    }
}
