package dev.tidemark.ingest.spring;

import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Gets the connections of a proxied data source from the one that measures. */
record MeasuredConnections(DataSource measured, @Nullable HikariPoolField pool) implements MethodInterceptor {
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
