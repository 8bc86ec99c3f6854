package dev.tidemark.query.http;

import dev.tidemark.wire.http.AllowedHosts;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Refuses requests with an unknown host name before any other filter sees them. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class HostCheck {
    private final AllowedHosts allowed;

    HostCheck(HttpSettings settings) {
        this.allowed = settings.allowedHosts();
    }

    @PreMatching
    @RequestFilter
    @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        // request.getUri() lacks the host of an absolute target, and request.getHttpVersion() is always 1.1.
        io.netty.handler.codec.http.HttpRequest sent = ((NettyHttpRequest<?>) request).getNativeRequest();
        AllowedHosts.Refusal refusal = allowed.refusal(
                sent.uri(),
                sent.headers().getAll("Host"),
                sent.protocolVersion().equals(HttpVersion.HTTP_1_0));
        return refusal == null
                ? null
                : Problem.answer(request, HttpResponse.status(refusal.status(), refusal.reason()), refusal.detail());
    }
}
