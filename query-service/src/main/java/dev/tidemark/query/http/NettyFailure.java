package dev.tidemark.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request could not be parsed.
 *
 * @param status the HTTP status
 * @param reason the reason phrase of the status
 * @param detail what was wrong
 */
record NettyFailure(int status, String reason, String detail) {

    /** Returns the failure of a request; null if there is none. The other properties of a failed request are placeholders. */
    static @Nullable NettyFailure of(HttpRequest<?> request) {
        if (!(request instanceof NettyHttpRequest<?> read)
                || !read.getNativeRequest().decoderResult().isFailure()) {
            return null;
        }
        Throwable cause = read.getNativeRequest().decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return new NettyFailure(414, "URI Too Long", "the request line is too long: expected at most 4096 bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new NettyFailure(
                    431,
                    "Request Header Fields Too Large",
                    "the request headers are too large: expected at most 8192 bytes");
        }
        return new NettyFailure(400, "Bad Request", "this is not an HTTP request: expected the form of RFC 9112");
    }
}
