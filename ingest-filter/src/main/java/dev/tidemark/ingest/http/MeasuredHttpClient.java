package dev.tidemark.ingest.http;

import dev.tidemark.ingest.trace.TraceContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Measures what another client sends. */
final class MeasuredHttpClient extends HttpClient {
    private final HttpClient client;
    private final ClientLifecycle lifecycle;

    MeasuredHttpClient(HttpClient client) {
        this.client = client;
        this.lifecycle = new ClientLifecycle(client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpCall call = HttpCall.begin();
        HttpResponse<T> response = null;
        try {
            response = client.send(propagating(call, request), handler);
            return response;
        } finally {
            if (response == null) {
                call.failed(request.method(), request.uri(), null);
            } else {
                call.answered(request.method(), request.uri(), null, response.statusCode());
            }
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return later(request, sent -> client.sendAsync(sent, handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return later(request, sent -> client.sendAsync(sent, handler, pushes));
    }

    private static <T> CompletableFuture<HttpResponse<T>> later(
            HttpRequest request, Function<HttpRequest, CompletableFuture<HttpResponse<T>>> send) {
        HttpCall call = HttpCall.begin();
        CompletableFuture<HttpResponse<T>> sent;
        try {
            sent = send.apply(propagating(call, request));
        } catch (RuntimeException e) {
            call.failed(request.method(), request.uri(), null);
            throw e;
        }
        return new AnswerFuture<>(call, request, sent);
    }

    private static HttpRequest propagating(HttpCall call, HttpRequest request) {
        boolean has = request.headers().firstValue(TraceContext.TRACEPARENT).isPresent();
        if (!call.propagates(has)) {
            return request;
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
        call.propagate(has, copy::setHeader);
        return copy.build();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }

    // From Java 21 on, these override methods of HttpClient.

    public void shutdown() {
        lifecycle.shutdown();
    }

    public void shutdownNow() {
        lifecycle.shutdownNow();
    }

    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return lifecycle.awaitTermination(duration);
    }

    public boolean isTerminated() {
        return lifecycle.isTerminated();
    }

    public void close() {
        lifecycle.close();
    }
}
