package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.settings.FrameworkProperties;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Unless {@code tidemark.enabled} is false. Spring Boot's own condition would end the start of an application whose
 * value has a placeholder that nothing resolves; {@link SpringConfiguration} warns about it.
 */
final class EnabledCondition implements Condition {
    private static final String ENABLED = "tidemark.enabled";
    private static final String FALSE = "false";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isEnabled(context.getEnvironment());
    }

    static boolean isEnabled(Environment environment) {
        String set = new FrameworkProperties().read(ENABLED, () -> environment.getProperty(ENABLED, ""), "");
        return !set.strip().equalsIgnoreCase(FALSE);
    }
}
