package dev.tidemark.processor.faults;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record for the requests topic.
 *
 * @param value its value
 * @param contentType its content-type header; null for none
 * @param events its valid events
 * @param reasons the reasons why its other events must become dead letters, or the whole record if it has no valid
 *     event
 */
record Outgoing(
        byte @Nullable [] value, @Nullable String contentType, List<RequestEvent> events, List<String> reasons) {

    static Outgoing good(RequestEvent event) {
        return new Outgoing(Codecs.REQUEST_JSON.encode(event), null, List.of(event), List.of());
    }

    static Outgoing bad(byte @Nullable [] value, String reason) {
        return bad(value, null, reason);
    }

    static Outgoing bad(byte @Nullable [] value, @Nullable String contentType, String reason) {
        return new Outgoing(value, contentType, List.of(), List.of(reason));
    }
}
