package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.OpenTelemetry;
import dev.tidemark.ingest.trace.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Runs after the application's filters, and takes over the ids of the span that one of them may have started. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@RequiresHttpServer
@Requires(condition = TidemarkSpanFilter.InstrumentedByApplication.class)
final class TidemarkSpanFilter implements Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @RequestFilter
    void join(HttpRequest<?> http, MutablePropagatedContext context) {
        http.getAttribute(ServerRequest.ATTRIBUTE, ServerRequest.class).ifPresent(request -> {
            TraceContext begun = request.trace();
            request.joinActiveSpan();
            if (request.trace() != begun) {
                context.add(new TraceElement(request.trace()));
            }
        });
    }

    static final class InstrumentedByApplication implements Condition {
        @Override
        public boolean matches(ConditionContext context) {
            return OpenTelemetry.isInstrumentedByApplication();
        }
    }
}
