package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import java.util.Arrays;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Gives the application data sources that measure. Each keeps its class, because it may be injected by it: only {@code getConnection} goes
 * through the wrapped one.
 */
final class DataSourceBeans implements BeanPostProcessor {
    private static final boolean SPRING_JDBC = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.DelegatingDataSource", DataSourceBeans.class.getClassLoader());

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DataSource source) || isMeasured(source)) {
            return bean;
        }
        if (SPRING_JDBC && SpringJdbc.delegates(source)) {
            SpringJdbc.measureTarget(source, name);
            return bean;
        }
        boolean routes = SPRING_JDBC && SpringJdbc.routes(source);
        DataSource measured =
                routes ? TidemarkDataSource.wrapRouting(source, name) : TidemarkDataSource.wrap(source, name);
        return source == measured ? source : proxy(source, measured);
    }

    private static boolean isMeasured(DataSource source) {
        return TidemarkDataSource.isWrapped(source)
                || source instanceof Advised advised
                        && Arrays.stream(advised.getAdvisors())
                                .anyMatch(advisor -> advisor.getAdvice() instanceof MeasuredConnections);
    }

    private static DataSource proxy(DataSource source, DataSource measured) {
        try {
            return proxy(source, measured, true);
        } catch (AopConfigException e) {
            // A class that is final can only be injected by its interfaces.
            return proxy(source, measured, false);
        }
    }

    private static DataSource proxy(DataSource source, DataSource measured, boolean ofClass) {
        ProxyFactory factory = new ProxyFactory(source);
        factory.setProxyTargetClass(ofClass);
        factory.addAdvice(new MeasuredConnections(measured, HikariPoolField.of(source)));
        return (DataSource) factory.getProxy(source.getClass().getClassLoader());
    }

    private record MeasuredConnections(
            DataSource measured, @Nullable HikariPoolField pool) implements MethodInterceptor {
        @Override
        public @Nullable Object invoke(MethodInvocation call) throws Throwable {
            if (!call.getMethod().getName().equals("getConnection")) {
                return call.proceed();
            }
            Object[] arguments = call.getArguments();
            Object connection = switch (arguments.length) {
                case 0 -> measured.getConnection();
                case 2 -> measured.getConnection((String) arguments[0], (String) arguments[1]);
                default -> call.proceed();
            };
            if (pool != null && call instanceof ProxyMethodInvocation proxied) {
                pool.copyTo(proxied.getProxy());
            }
            return connection;
        }
    }

    /** Of a library that the application need not have. */
    private static final class SpringJdbc {
        /** Such as one that gets its connection only when a statement needs it: measured where it gets it. */
        static boolean delegates(DataSource source) {
            return source instanceof DelegatingDataSource;
        }

        static void measureTarget(DataSource source, String name) {
            DelegatingDataSource delegating = (DelegatingDataSource) source;
            DataSource target = delegating.getTargetDataSource();
            if (target != null && !isMeasured(target) && !delegates(target)) {
                delegating.setTargetDataSource(
                        routes(target)
                                ? TidemarkDataSource.wrapRouting(target, name)
                                : TidemarkDataSource.wrap(target, name));
            }
        }

        static boolean routes(DataSource source) {
            return source instanceof AbstractRoutingDataSource;
        }
    }
}
