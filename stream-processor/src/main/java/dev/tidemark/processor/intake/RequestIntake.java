package dev.tidemark.processor.intake;

import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each event of the requests topic whether it counts. The decision depends only on the record, whose time
 * is the broker's append time. So a replay gives the same result, and a machine with a wrong clock affects only its own
 * events. Stateless and thread-safe.
 */
public final class RequestIntake {
    private static final int MAX_SERVICE_CHARS = 256;
    /** The longest method, in characters. */
    public static final int MAX_METHOD_CHARS = 64;

    private static final int MAX_ROUTE_CHARS = 1024;

    private final Map<String, Encoding> encodings;
    private final Encoding defaultEncoding;
    private final long allowedLatenessMicros;
    private final long allowedSkewMicros;

    /**
     * An encoding.
     *
     * @param codec reads the fields that this intake needs
     * @param whole reads all fields
     */
    private record Encoding(Codec<RequestEvent> codec, Codec<RequestEvent> whole) {}

    /**
     * @param codecs the supported encodings; the first one is used for records without a {@code content-type} header
     * @param allowedLateness how far before its append time an event may have begun
     * @param allowedSkew how far after its append time an event may claim to have begun
     */
    public RequestIntake(List<Codec<RequestEvent>> codecs, Duration allowedLateness, Duration allowedSkew) {
        this(
                encodings(codecs, UnaryOperator.identity()),
                allowedLateness.toMillis() * 1000,
                allowedSkew.toMillis() * 1000);
    }

    private RequestIntake(Map<String, Encoding> encodings, long allowedLatenessMicros, long allowedSkewMicros) {
        this.encodings = encodings;
        this.defaultEncoding = encodings.values().iterator().next();
        this.allowedLatenessMicros = allowedLatenessMicros;
        this.allowedSkewMicros = allowedSkewMicros;
    }

    /** Keeps the given order: dead letters list the names, and a replay must repeat them. */
    private static Map<String, Encoding> encodings(
            List<Codec<RequestEvent>> codecs, UnaryOperator<Codec<RequestEvent>> reader) {
        Map<String, Encoding> encodings = new LinkedHashMap<>();
        codecs.forEach(codec -> encodings.put(codec.contentType(), new Encoding(reader.apply(codec), codec)));
        return encodings;
    }

    /** The same for readers that only count: accepted events may lack their ids. */
    public RequestIntake withoutIds() {
        List<Codec<RequestEvent>> codecs =
                encodings.values().stream().map(Encoding::whole).toList();
        return new RequestIntake(encodings(codecs, Codec::withoutIds), allowedLatenessMicros, allowedSkewMicros);
    }

    /**
     * Passes each event of a record to {@code visitor}, as accepted or as rejected.
     *
     * @param value the record's value
     * @param contentType the record's {@code content-type} header
     * @param appendTimeMillis the record's timestamp, in milliseconds since the epoch
     */
    public void read(byte @Nullable [] value, @Nullable String contentType, long appendTimeMillis, Visitor visitor) {
        if (value == null) {
            visitor.rejected(Rejection.MALFORMED, "a record without a value: expected an event");
            return;
        }
        Encoding encoding = contentType == null ? defaultEncoding : encodings.get(contentType);
        if (encoding == null) {
            visitor.rejected(
                    Rejection.MALFORMED, "content-type \"" + contentType + "\": expected one of " + encodings.keySet());
            return;
        }
        long appendTimeMicros = appendTimeMillis * 1000;
        try {
            if (encoding.codec() instanceof BatchCodec) {
                readBatch(encoding, value, appendTimeMicros, visitor);
            } else {
                encoding.codec().decode(value, event -> judge(event, appendTimeMicros, visitor));
            }
        } catch (MalformedEventException e) {
            visitor.rejected(Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private void judge(RequestEvent event, long appendTimeMicros, Visitor visitor) {
        Rejection reason = reason(event, appendTimeMicros);
        if (reason == null) {
            visitor.accepted(event);
        } else {
            visitor.rejected(reason, detail(event, appendTimeMicros));
        }
    }

    /** Reads rejected events of a batch again, because the visitor gets them with all their fields. */
    private void readBatch(Encoding encoding, byte[] value, long appendTimeMicros, Visitor visitor)
            throws MalformedEventException {
        List<RequestEvent> rejected = new ArrayList<>();
        encoding.codec().decode(value, event -> {
            if (reason(event, appendTimeMicros) == null) {
                visitor.accepted(event);
            } else {
                rejected.add(event);
            }
        });
        if (!rejected.isEmpty()) {
            encoding.whole().decode(value, event -> {
                Rejection reason = reason(event, appendTimeMicros);
                if (reason != null) {
                    visitor.rejected(reason, detail(event, appendTimeMicros), event);
                }
            });
        }
    }

    private @Nullable Rejection reason(RequestEvent event, long appendTimeMicros) {
        long age = appendTimeMicros - event.timestampMicros();
        if (age > allowedLatenessMicros) {
            return Rejection.TOO_LATE;
        }
        if (-age > allowedSkewMicros) {
            return Rejection.FROM_THE_FUTURE;
        }
        boolean tooLong = event.service().length() > MAX_SERVICE_CHARS
                || event.method().length() > MAX_METHOD_CHARS
                || event.route().length() > MAX_ROUTE_CHARS;
        return tooLong ? Rejection.MALFORMED : null;
    }

    /** Why an event is rejected. */
    private String detail(RequestEvent event, long appendTimeMicros) {
        long age = appendTimeMicros - event.timestampMicros();
        if (age > allowedLatenessMicros) {
            return told(event, appendTimeMicros, "before", allowedLatenessMicros);
        }
        if (-age > allowedSkewMicros) {
            return told(event, appendTimeMicros, "after", allowedSkewMicros);
        }
        if (event.service().length() > MAX_SERVICE_CHARS) {
            return tooLong("service", event.service(), MAX_SERVICE_CHARS);
        }
        return event.method().length() > MAX_METHOD_CHARS
                ? tooLong("method", event.method(), MAX_METHOD_CHARS)
                : tooLong("route", event.route(), MAX_ROUTE_CHARS);
    }

    private static String told(RequestEvent event, long appendTimeMicros, String side, long allowedMicros) {
        return "ts " + Timestamps.format(event.timestampMicros()) + ": expected at most "
                + Duration.ofMillis(allowedMicros / 1000) + " " + side + " the broker's "
                + Timestamps.format(appendTimeMicros);
    }

    private static String tooLong(String field, String value, int limit) {
        return field + " of " + value.length() + " characters: expected at most " + limit;
    }

    /** Receives the events of a record. */
    public interface Visitor {
        void accepted(RequestEvent event);

        /**
         * The record, or the only event in it, is rejected.
         *
         * @param detail names the value and the expected form
         */
        void rejected(Rejection reason, String detail);

        /** One event is rejected; its record may contain others. The event has all its fields. */
        default void rejected(Rejection reason, String detail, RequestEvent event) {
            rejected(reason, detail);
        }
    }
}
