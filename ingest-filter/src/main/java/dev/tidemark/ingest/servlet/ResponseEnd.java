package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a response ended besides its status: whether it was a stream, and whether the client left.
 *
 * @param status the status to record
 * @param error the exception to record
 */
record ResponseEnd(int status, @Nullable Throwable error) {
    private static final int ERROR = 400;

    /**
     * @param status the response's status
     * @param error what the request failed with
     * @param later what failed after the request had left the filters, whatever the status
     * @param handled what the framework turned into a response
     */
    static ResponseEnd of(
            ServerRequest request,
            HttpServletRequest http,
            HttpServletResponse answer,
            int status,
            @Nullable Throwable error,
            @Nullable Throwable later,
            @Nullable Throwable handled) {
        request.noteResponse(status, answer.getContentType());
        if (Boolean.TRUE.equals(http.getAttribute(ServerRequest.STREAM_ATTRIBUTE))) {
            request.markStream();
        }
        if (ClientDisconnect.isReportedBy(error)
                || ClientDisconnect.isReportedBy(handled)
                || ClientDisconnect.isReportedBy(later)
                || status < ERROR && answer.isCommitted() && isReportedWhileWriting(error, handled, later)) {
            return new ResponseEnd(ClientDisconnect.CLIENT_CLOSED_REQUEST, null);
        }
        // The application ends a stream by a timeout. Anything else cut it off, after its status was sent.
        boolean cutOff = error == null && request.isStream() && !(later instanceof TimeoutException);
        return new ResponseEnd(status, cutOff ? later : error);
    }

    private static boolean isReportedWhileWriting(@Nullable Throwable... errors) {
        return Stream.of(errors).anyMatch(ClientDisconnect::isReportedWhileWriting);
    }
}
