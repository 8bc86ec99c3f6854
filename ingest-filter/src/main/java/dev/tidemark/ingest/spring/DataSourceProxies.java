package dev.tidemark.ingest.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ClassUtils;

/** Proxies of data sources, of the same class wherever someone may expect it. */
final class DataSourceProxies {
    private final @Nullable ClassLoader loader;

    /** @param loader the application's: that of the source's class need not know Spring */
    DataSourceProxies(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Passes everything on to {@code source}, but gets connections from {@code measured}.
     *
     * @param byInterface whether nobody expects the class
     * @return null if the class allows no proxy that behaves like it
     */
    @Nullable DataSource proxy(DataSource source, DataSource measured, boolean byInterface) {
        if (allowsSubclass(source.getClass())) {
            try {
                return proxyOf(source, measured, true);
            } catch (RuntimeException | LinkageError e) {
                if (!byInterface) {
                    throw e;
                }
            }
        }
        return byInterface ? proxyOf(source, measured, false) : null;
    }

    private DataSource proxyOf(DataSource source, DataSource measured, boolean ofClass) {
        ProxyFactory factory = new ProxyFactory(source);
        factory.setProxyTargetClass(ofClass);
        factory.addAdvice(new MeasuredConnections(measured, HikariPoolField.of(source)));
        return (DataSource) factory.getProxy(loader);
    }

    /** A final method would run on the proxy, whose fields are null. Of a proxy of interfaces, Spring makes another one. */
    private boolean allowsSubclass(Class<?> type) {
        if (Proxy.isProxyClass(type)) {
            return true;
        }
        if (Modifier.isFinal(type.getModifiers()) || !ClassUtils.isVisible(type, loader)) {
            return false;
        }
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                int modifiers = method.getModifiers();
                if (Modifier.isFinal(modifiers) && Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers)) {
                    return false;
                }
            }
        }
        return true;
    }
}
