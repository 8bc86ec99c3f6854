package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SmartDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Gives the application data sources that measure. Each keeps its class, because it may be injected by it: only {@code getConnection} goes
 * through the wrapped one. One that cannot be measured like this is left as it is: the application starts whatever it has.
 */
final class DataSourceBeans implements BeanPostProcessor, BeanClassLoaderAware, BeanFactoryAware {
    private static final boolean SPRING_JDBC = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.DelegatingDataSource", DataSourceBeans.class.getClassLoader());

    private final Warnings warnings = new Warnings();
    private @Nullable ClassLoader loader = DataSourceBeans.class.getClassLoader();
    private @Nullable BeanFactory factory;

    @Override
    public void setBeanClassLoader(ClassLoader classLoader) {
        loader = classLoader;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        factory = beanFactory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        // A scoped proxy finds its target only within the scope; the target itself is measured there.
        if (!(bean instanceof DataSource source) || bean instanceof ScopedObject) {
            return bean;
        }
        try {
            return measured(source, name);
        } catch (RuntimeException | LinkageError e) {
            warn(name, e.toString());
            return source;
        }
    }

    private DataSource measured(DataSource source, String name) {
        if (isMeasured(source) || (SPRING_JDBC && SpringJdbc.staysAsItIs(source))) {
            return source;
        }
        if (SPRING_JDBC && SpringJdbc.delegates(source)) {
            SpringJdbc.measureTarget(source, name);
            return source;
        }
        boolean routes = SPRING_JDBC && SpringJdbc.routes(source);
        DataSource measured =
                routes ? TidemarkDataSource.wrapRouting(source, name) : TidemarkDataSource.wrap(source, name);
        if (source == measured) {
            return source;
        }
        DataSource proxy = new DataSourceProxies(loader).proxy(source, measured, isDeclaredByInterface(name));
        if (proxy == null) {
            warn(name, source.getClass().getName() + " is final, has final methods, or is of another class loader");
            return source;
        }
        return proxy;
    }

    private void warn(String name, String cause) {
        warnings.warn("Tidemark does not measure the statements of the data source " + name + ": " + cause
                + ". TidemarkDataSource.wrap measures it where the application makes it.");
    }

    /** Whether nobody expects a bean's class. */
    private boolean isDeclaredByInterface(String name) {
        if (!(factory instanceof ConfigurableBeanFactory configurable)) {
            return false;
        }
        try {
            Class<?> declared = configurable
                    .getMergedBeanDefinition(name)
                    .getResolvableType()
                    .resolve();
            return declared != null && declared.isInterface();
        } catch (RuntimeException e) {
            // An inner bean has no definition of its own.
            return false;
        }
    }

    private static boolean isMeasured(DataSource source) {
        return TidemarkDataSource.isWrapped(source)
                || source instanceof Advised advised
                        && Arrays.stream(advised.getAdvisors())
                                .anyMatch(advisor -> advisor.getAdvice() instanceof MeasuredConnections);
    }

    /** Of a library that the application need not have. */
    private static final class SpringJdbc {
        /**
         * Spring asks a {@code SmartDataSource} whether to close the connection that it has handed out, and compares; and what one that
         * knows of transactions gets its connections from is the key of the transaction.
         */
        static boolean staysAsItIs(DataSource source) {
            if (source instanceof TransactionAwareDataSourceProxy aware) {
                DataSource target = aware.getTargetDataSource();
                return target != null && isMeasured(target);
            }
            return source instanceof SmartDataSource;
        }

        /** Such as one that gets its connection only when a statement needs it: measured where it gets it. */
        static boolean delegates(DataSource source) {
            return source instanceof DelegatingDataSource && !(source instanceof TransactionAwareDataSourceProxy);
        }

        static void measureTarget(DataSource source, String name) {
            DelegatingDataSource delegating = (DelegatingDataSource) source;
            DataSource target = delegating.getTargetDataSource();
            if (target != null
                    && !isMeasured(target)
                    && !(target instanceof DelegatingDataSource)
                    && !(target instanceof SmartDataSource)
                    && !(target instanceof ScopedObject)) {
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
