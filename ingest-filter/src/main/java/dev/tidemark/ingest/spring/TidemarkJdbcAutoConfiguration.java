package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.settings.FrameworkProperties;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Measures the statements of the application's data sources. */
@AutoConfiguration
@ConditionalOnClass(DataSource.class)
@Conditional(EnabledCondition.class)
final class TidemarkJdbcAutoConfiguration {

    @Bean("dev.tidemark.ingest.spring.datasources")
    @Conditional(Calls.class)
    static BeanPostProcessor tidemarkDataSources() {
        return new DataSourceBeans();
    }

    /** Unless {@code tidemark.calls.enabled} is false. */
    static final class Calls implements Condition {
        private static final String ENABLED = "tidemark.calls.enabled";

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            String set = new FrameworkProperties().read(ENABLED, () -> environment.getProperty(ENABLED, ""), "");
            return !set.strip().equalsIgnoreCase("false");
        }
    }
}
