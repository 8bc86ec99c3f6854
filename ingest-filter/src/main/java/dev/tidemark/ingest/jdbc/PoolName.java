package dev.tidemark.ingest.jdbc;

import java.lang.reflect.Method;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The name of a pool. Each kind of pool has a method of its own for it, so it is found by name; it is asked until it is known. */
final class PoolName {
    /** HikariCP and c3p0, Oracle's UCP, Tomcat and Vibur. */
    private static final List<String> METHODS =
            List.of("getPoolName", "getConnectionPoolName", "getDataSourceName", "getName");

    /** The names that pools get when nobody names them: they say nothing, and some differ in each process. */
    private static final Pattern DEFAULTS = Pattern.compile("HikariPool-\\d+|Tomcat Connection Pool\\[.*|.*\\|.*");

    private final DataSource pool;
    private final @Nullable String otherwise;

    PoolName(DataSource pool, @Nullable String otherwise) {
        this.pool = pool;
        this.otherwise = otherwise;
    }

    @Nullable String get() {
        for (String method : METHODS) {
            String name = ask(method);
            if (name != null && !name.isBlank() && !DEFAULTS.matcher(name).matches()) {
                return name;
            }
        }
        return otherwise;
    }

    private @Nullable String ask(String name) {
        try {
            Method method = pool.getClass().getMethod(name);
            return method.invoke(pool) instanceof String answer ? answer : null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
