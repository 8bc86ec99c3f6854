package dev.tidemark.query.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Why bytes could not be read as a request.
 *
 * @param status the HTTP status that says so
 * @param reason the status in words
 * @param detail what was wrong
 */
record NettyFailure(int status, String reason, String detail) {

    /** The failure of a request, null if there is none: whatever else that "request" says is made up. */
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
