package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** Hands signals on with a trace that is current meanwhile. */
final class TracedSubscriber<T> implements CoreSubscriber<T> {
    private final TraceContext trace;
    private final CoreSubscriber<? super T> actual;

    TracedSubscriber(TraceContext trace, CoreSubscriber<? super T> actual) {
        this.trace = trace;
        this.actual = actual;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        actual.onSubscribe(subscription);
    }

    @Override
    public void onNext(T value) {
        try (TraceScope ignored = trace.makeCurrent()) {
            actual.onNext(value);
        }
    }

    @Override
    public void onError(Throwable error) {
        try (TraceScope ignored = trace.makeCurrent()) {
            actual.onError(error);
        }
    }

    @Override
    public void onComplete() {
        try (TraceScope ignored = trace.makeCurrent()) {
            actual.onComplete();
        }
    }
}
