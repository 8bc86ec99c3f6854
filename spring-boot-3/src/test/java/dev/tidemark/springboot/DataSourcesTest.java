package dev.tidemark.springboot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.CallSummary;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.annotation.Transactional;

/** An application with several data sources: a pool, one that routes to it and to another database, and a lazy one. */
class DataSourcesTest {
    private static final String INSERT = " INSERT INTO book (title) VALUES (?)";

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    private static String shop = "";
    private static String stock = "";

    @SuppressWarnings("NullAway.Init")
    private RecordingTidemark tidemark;

    @BeforeAll
    static void start() throws Exception {
        shop = Backends.postgres().createDatabase("spring_shop");
        stock = Backends.postgres().createDatabase("spring_stock");
        context = application();
        // The first time, it asks for the connections' defaults.
        context.getBean("lazy", DataSource.class).getConnection().close();
        new JdbcTemplate(context.getBean("orders", DataSource.class))
                .execute("CREATE TABLE IF NOT EXISTS book (title text)");
    }

    private static ConfigurableApplicationContext application(String... arguments) {
        return new SpringApplicationBuilder(Shop.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void record() {
        tidemark = new RecordingTidemark();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @Test
    void transaction_throughARoutingDataSource_isCountedOnceByThePool() {
        context.getBean(Books.class).add(false);

        assertThat(calls())
                .containsEntry(name(shop) + INSERT, 2L)
                .containsEntry(name(shop) + " COMMIT", 1L)
                .containsEntry("orders getConnection", 1L)
                .hasSize(3);
    }

    @Test
    void transaction_thatFails_isRolledBack() {
        assertThatThrownBy(() -> context.getBean(Books.class).add(true)).isInstanceOf(IllegalStateException.class);

        assertThat(calls())
                .containsEntry(name(shop) + INSERT, 2L)
                .containsEntry(name(shop) + " ROLLBACK", 1L)
                .containsEntry("orders getConnection", 1L)
                .hasSize(3);
    }

    @Test
    void routes_haveTheNamesOfTheirDatabases() {
        JdbcTemplate template = context.getBean(JdbcTemplate.class);
        Routing.route = "stock";
        assertThat(template.queryForObject("SELECT current_database()", String.class))
                .isEqualTo("spring_stock");
        Routing.route = null;
        assertThat(template.queryForObject("SELECT current_database()", String.class))
                .isEqualTo("spring_shop");

        assertThat(calls())
                .containsEntry(name(stock) + " SELECT current_database()", 1L)
                .containsEntry(name(shop) + " SELECT current_database()", 1L)
                .containsEntry("routing getConnection", 1L)
                .containsEntry("orders getConnection", 1L)
                .hasSize(4);
    }

    @Test
    void lazyDataSource_isMeasuredWhereItGetsItsConnection() throws Exception {
        DataSource lazy = context.getBean("lazy", DataSource.class);
        lazy.getConnection().close();
        assertThat(calls()).isEmpty();

        assertThat(new JdbcTemplate(lazy).queryForObject("SELECT 7", Integer.class))
                .isEqualTo(7);
        assertThat(calls())
                .containsEntry(name(shop) + " SELECT ?", 1L)
                .containsEntry("orders getConnection", 1L)
                .hasSize(2);
    }

    @Test
    void pool_isInjectedByItsClassAndHasItsMetrics() throws Exception {
        HikariDataSource injected = context.getBean(Books.class).pool();
        assertThat(injected.getMaximumPoolSize()).isEqualTo(3);
        injected.getConnection().close();
        assertThat(injected.getHikariPoolMXBean().getTotalConnections()).isPositive();
        assertThat(injected.unwrap(HikariDataSource.class)).isNotNull();

        HikariDataSource unwrapped =
                requireNonNull(DataSourceUnwrapper.unwrap(injected, HikariConfigMXBean.class, HikariDataSource.class));
        HikariDataSourcePoolMetadata metadata = new HikariDataSourcePoolMetadata(unwrapped);
        assertThat(metadata.getMax()).isEqualTo(3);
        assertThat(metadata.getActive()).isZero();
        assertThat(metadata.getIdle()).isPositive();
    }

    @Test
    void disabledCalls_leaveTheDataSourcesAsTheyAre() {
        try (ConfigurableApplicationContext plain = application("--tidemark.calls.enabled=false")) {
            assertThat(AopUtils.isAopProxy(plain.getBean("orders"))).isFalse();
        }
        assertThat(AopUtils.isAopProxy(context.getBean("orders"))).isTrue();
    }

    private Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        for (CallSummary call : tidemark.calls()) {
            calls.merge(call.target() + " " + call.operation(), call.count(), Long::sum);
        }
        return calls;
    }

    private static String name(String url) {
        return url.replace("jdbc:postgresql://", "postgresql:");
    }

    private static PGSimpleDataSource driver(String url) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url);
        driver.setUser(Backends.postgres().user());
        driver.setPassword(Backends.postgres().password());
        return driver;
    }

    @Configuration
    @EnableAutoConfiguration
    static class Shop {
        @Bean
        HikariDataSource orders() {
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSource(driver(shop));
            pool.setPoolName("orders");
            pool.setMaximumPoolSize(3);
            return pool;
        }

        @Bean
        @Primary
        DataSource routing(HikariDataSource orders) {
            return new Routing(orders, driver(stock));
        }

        @Bean
        DataSource lazy(@Qualifier("orders") DataSource orders) {
            return new LazyConnectionDataSourceProxy(orders);
        }

        @Bean
        Books books(JdbcTemplate template, HikariDataSource pool) {
            return new Books(template, pool);
        }
    }

    static final class Routing extends AbstractRoutingDataSource {
        static volatile @Nullable String route;

        Routing(DataSource orders, DataSource stock) {
            setDefaultTargetDataSource(orders);
            setTargetDataSources(Map.of("stock", stock));
        }

        @Override
        protected @Nullable Object determineCurrentLookupKey() {
            return route;
        }
    }

    static class Books {
        private final JdbcTemplate template;
        private final HikariDataSource pool;

        Books(JdbcTemplate template, HikariDataSource pool) {
            this.template = template;
            this.pool = pool;
        }

        public HikariDataSource pool() {
            return pool;
        }

        @Transactional
        public void add(boolean fails) {
            template.update("INSERT INTO book (title) VALUES (?)", "one");
            template.update("INSERT INTO book (title) VALUES ('two')");
            if (fails) {
                throw new IllegalStateException("no more books");
            }
        }
    }
}
