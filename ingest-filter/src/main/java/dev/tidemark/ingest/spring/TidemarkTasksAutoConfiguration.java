package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.trace.Traced;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import reactor.core.scheduler.Schedulers;

/** Carries the trace to the tasks of Spring Boot's executor, which runs {@code @Async} methods, and of Reactor. */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(EnabledCondition.class)
final class TidemarkTasksAutoConfiguration {

    /** Spring Boot 3 takes a decorator only if there is one, so the application's comes first. */
    @Bean("dev.tidemark.ingest.spring.tasks")
    @ConditionalOnMissingBean(TaskDecorator.class)
    static TaskDecorator tidemarkTasks() {
        return Traced::runnable;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Schedulers.class)
    static final class Reactor {
        private static final String HOOK = "dev.tidemark";

        /** Reactor has one set of hooks for the process; without a current trace, a task is left as it is. */
        @Bean("dev.tidemark.ingest.spring.reactor")
        static InitializingBean tidemarkReactor() {
            return () -> Schedulers.onScheduleHook(HOOK, Traced::runnable);
        }
    }
}
