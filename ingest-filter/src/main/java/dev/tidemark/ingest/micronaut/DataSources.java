package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.jdbc.TidemarkDataSource;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/**
 * Measures the statements of the application's data sources. First of all that wrap them: Micronaut Data takes off its own wrapper, and
 * then finds this one.
 */
@Singleton
@Requires(property = "tidemark.enabled", notEquals = "false")
@Requires(property = "tidemark.calls.enabled", notEquals = "false")
final class DataSources implements BeanCreatedEventListener<DataSource>, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        DataSource source = event.getBean();
        DataSource measured =
                TidemarkDataSource.wrap(source, event.getBeanIdentifier().getName());
        // A bean that is declared with the class of its pool must be of that class.
        return event.getBeanDefinition().getBeanType().isInstance(measured) ? measured : source;
    }
}
