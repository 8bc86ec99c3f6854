package dev.tidemark.ingest.spring;

import java.lang.reflect.Field;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * The field in which HikariCP keeps its pool since the first connection. Spring Boot's metrics read it from the bean, so a proxy must have
 * it, too.
 */
final class HikariPoolField {
    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

    private final Object source;
    private final Field field;
    private volatile boolean copied;

    private HikariPoolField(Object source, Field field) {
        this.source = source;
        this.field = field;
    }

    static @Nullable HikariPoolField of(DataSource source) {
        for (Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(HIKARI)) {
                Field field = ReflectionUtils.findField(type, "pool");
                return field == null ? null : new HikariPoolField(source, field);
            }
        }
        return null;
    }

    void copyTo(Object proxy) {
        if (!copied
                && proxy.getClass() != source.getClass()
                && field.getDeclaringClass().isInstance(proxy)) {
            copied = true;
            try {
                field.setAccessible(true);
                field.set(proxy, field.get(source));
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Without it, only these metrics are missing.
            }
        }
    }
}
