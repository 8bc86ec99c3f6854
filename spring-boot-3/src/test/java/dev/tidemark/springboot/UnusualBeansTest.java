package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import java.net.URL;
import java.net.URLClassLoader;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.web.client.RestTemplate;

/** The application starts, and its beans work, whatever they are. */
class UnusualBeansTest {
    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext context;

    private static String url = "";

    @BeforeAll
    static void start() {
        url = Backends.postgres().createDatabase("spring_unusual");
        context = new SpringApplicationBuilder(Unusual.class)
                .web(WebApplicationType.NONE)
                .run();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void finalDataSource_isInjectedByItsClass() {
        assertThat(context.getBean(FinalSource.class)).isNotNull();
        assertThat(AopUtils.isAopProxy(context.getBean("finalByInterface"))).isTrue();
    }

    @Test
    void finalMethod_seesItsFields() {
        assertThat(context.getBean(LabelledSource.class).label()).isEqualTo("shop");
    }

    @Test
    void dataSourceOfAnotherClassLoader_isMeasuredByItsInterface() {
        DataSource foreign = context.getBean("foreign", DataSource.class);

        assertThat(AopUtils.isJdkDynamicProxy(foreign)).isTrue();
        assertThat(new JdbcTemplate(foreign).queryForObject("SELECT 7", Integer.class))
                .isEqualTo(7);
    }

    @Test
    void singleConnection_staysOpen() {
        JdbcTemplate template = new JdbcTemplate(context.getBean("single", DataSource.class));
        template.execute("CREATE TEMPORARY TABLE cart (id int)");

        assertThat(template.queryForObject("SELECT count(*) FROM cart", Integer.class))
                .isZero();
    }

    @Test
    void targetOfATransactionAwareSource_isTheApplications() {
        TransactionAwareDataSourceProxy aware = context.getBean(TransactionAwareDataSourceProxy.class);

        assertThat(aware.getTargetDataSource()).isExactlyInstanceOf(PGSimpleDataSource.class);
        assertThat(AopUtils.isAopProxy(aware)).isTrue();
        assertThat(new JdbcTemplate(aware).queryForObject("SELECT 7", Integer.class))
                .isEqualTo(7);
    }

    @Test
    void factoryThatStartsLate_works() {
        assertThat(context.getBean(LettuceConnectionFactory.class).isRunning()).isTrue();
    }

    private static <T extends PGSimpleDataSource> T configured(T source) {
        source.setUrl(url);
        source.setUser(Backends.postgres().user());
        source.setPassword(Backends.postgres().password());
        return source;
    }

    @Configuration
    @EnableAutoConfiguration
    static class Unusual {
        @Bean
        FinalSource finalByClass() {
            return configured(new FinalSource());
        }

        @Bean
        DataSource finalByInterface() {
            return new FinalSourceByInterface();
        }

        @Bean
        LabelledSource labelled() {
            return configured(new LabelledSource());
        }

        @Bean
        DataSource foreign() throws Exception {
            URL driver = PGSimpleDataSource.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
            Class<?> type = new URLClassLoader(new URL[] {driver}, ClassLoader.getPlatformClassLoader())
                    .loadClass(PGSimpleDataSource.class.getName());
            DataSource source = (DataSource) type.getConstructor().newInstance();
            set(source, "setUrl", url);
            set(source, "setUser", Backends.postgres().user());
            set(source, "setPassword", Backends.postgres().password());
            return source;
        }

        private static void set(Object source, String setter, String value) throws Exception {
            source.getClass().getMethod(setter, String.class).invoke(source, value);
        }

        @Bean
        DataSource single() {
            return new SingleConnectionDataSource(
                    url, Backends.postgres().user(), Backends.postgres().password(), true);
        }

        @Bean
        TransactionAwareDataSourceProxy aware() {
            return new TransactionAwareDataSourceProxy(configured(new PGSimpleDataSource()));
        }

        /** Of a scope that is never active, as that of a request is not when the application starts. */
        @Bean
        @Scope(scopeName = "never", proxyMode = ScopedProxyMode.TARGET_CLASS)
        DelegatingDataSource scopedSource() {
            throw new IllegalStateException();
        }

        @Bean
        @Scope(scopeName = "never", proxyMode = ScopedProxyMode.TARGET_CLASS)
        RestTemplate scopedTemplate() {
            throw new IllegalStateException();
        }

        @Bean
        LettuceConnectionFactory late() {
            LettuceConnectionFactory factory = new LettuceConnectionFactory();
            factory.setEarlyStartup(false);
            return factory;
        }
    }

    static final class FinalSource extends PGSimpleDataSource {}

    static final class FinalSourceByInterface extends PGSimpleDataSource {}

    static class LabelledSource extends PGSimpleDataSource {
        private final String label = "shop";

        public final String label() {
            return label.strip();
        }
    }
}
