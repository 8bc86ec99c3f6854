package dev.tidemark.processor.faults;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import org.jspecify.annotations.Nullable;

/**
 * A record for the requests topic.
 *
 * @param value its bytes
 * @param contentType its header; null for none
 * @param event what it says, if that counts
 * @param reason why it is to become a dead letter, if it does not
 */
record Outgoing(
        byte @Nullable [] value,
        @Nullable String contentType,
        @Nullable RequestEvent event,
        @Nullable String reason) {

    static Outgoing good(RequestEvent event) {
        return new Outgoing(Codecs.REQUEST_JSON.encode(event), null, event, null);
    }

    static Outgoing bad(byte @Nullable [] value, String reason) {
        return new Outgoing(value, null, null, reason);
    }
}
