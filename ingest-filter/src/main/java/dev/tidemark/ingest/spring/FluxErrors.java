package dev.tidemark.ingest.spring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Notes which exception an {@link ExceptionHandler} turns into a response. WebFlux keeps that to itself: what a method
 * throws at once is known only as the type that the handler declares. Everything is left to Spring's adapter.
 */
final class FluxErrors implements HandlerAdapter, DispatchExceptionHandler, Ordered {
    /** The exchange's attribute with the name of the exception. */
    static final String ERROR = "dev.tidemark.spring.error";

    private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

    private volatile @Nullable RequestMappingHandlerAdapter known;

    FluxErrors(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
        this.adapters = adapters;
    }

    /** Before Spring's adapter, which has no order, and behind those of the application that have one. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public boolean supports(Object handler) {
        if (!(handler instanceof HandlerMethod)) {
            return false;
        }
        RequestMappingHandlerAdapter adapter = adapter();
        return adapter != null && adapter.supports(handler);
    }

    /** Null if there are several, and nothing says which one is at work. */
    private @Nullable RequestMappingHandlerAdapter adapter() {
        RequestMappingHandlerAdapter adapter = known;
        if (adapter == null) {
            adapter = adapters.getIfUnique();
            known = adapter;
        }
        return adapter;
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
        RequestMappingHandlerAdapter adapter = Objects.requireNonNull(adapter());
        return adapter.handle(exchange, handler).doOnNext(result -> note(exchange, handler, result));
    }

    /** Only looks: the adapters behind it turn the exception into a response. */
    @Override
    public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable error) {
        note(exchange, error);
        return Mono.error(error);
    }

    private static void note(ServerWebExchange exchange, Object handler, HandlerResult result) {
        if (result.getHandler() instanceof HandlerMethod by
                && handler instanceof HandlerMethod called
                && !by.getMethod().equals(called.getMethod())) {
            ExceptionHandler annotation =
                    AnnotatedElementUtils.findMergedAnnotation(by.getMethod(), ExceptionHandler.class);
            if (annotation != null) {
                noteDeclared(exchange, by, annotation);
            }
        }
        DispatchExceptionHandler next = result.getExceptionHandler();
        if (next != null) {
            result.setExceptionHandler((failed, error) -> {
                note(failed, error);
                return next.handleError(failed, error);
            });
        }
    }

    private static void noteDeclared(ServerWebExchange exchange, HandlerMethod by, ExceptionHandler annotation) {
        for (Class<?> parameter : by.getMethod().getParameterTypes()) {
            if (Throwable.class.isAssignableFrom(parameter)) {
                exchange.getAttributes().putIfAbsent(ERROR, parameter.getName());
                return;
            }
        }
        if (annotation.value().length == 1) {
            exchange.getAttributes().putIfAbsent(ERROR, annotation.value()[0].getName());
        }
    }

    private static void note(ServerWebExchange exchange, Throwable error) {
        exchange.getAttributes().putIfAbsent(ERROR, error.getClass().getName());
    }
}
