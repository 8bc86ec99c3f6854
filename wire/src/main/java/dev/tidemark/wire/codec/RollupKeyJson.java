package dev.tidemark.wire.codec;

import static dev.tidemark.wire.codec.JsonFields.required;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The key of {@code tidemark.rollups.v1} in JSON. Equal keys have equal bytes, so that compaction keeps one record per key. */
final class RollupKeyJson extends JsonCodec<RollupKey> {

    @Override
    void write(RollupKey key, JsonGenerator out) throws IOException {
        writeFields(key, out);
    }

    static void writeFields(RollupKey key, JsonGenerator out) throws IOException {
        writeText(out, "service", key.series().service());
        writeText(out, "method", key.series().method());
        writeText(out, "route", key.series().route());
        writeText(out, "window", key.tier().label());
        writeText(out, "window_start", Timestamps.format(key.windowStartMicros()));
    }

    @Override
    RollupKey read(JsonParser in) throws IOException, MalformedEventException {
        Fields fields = new Fields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (!fields.read(name, in)) {
                in.skipChildren();
            }
        }
        return fields.key();
    }

    static final class Fields {
        private @Nullable String service;
        private @Nullable String method;
        private @Nullable String route;
        private @Nullable String window;
        private @Nullable String windowStart;

        /** Reads the field if it is part of the key; returns whether it is. */
        boolean read(String name, JsonParser in) throws IOException, MalformedEventException {
            switch (name) {
                case "service" -> service = JsonFields.text(in, name);
                case "method" -> method = JsonFields.text(in, name);
                case "route" -> route = JsonFields.text(in, name);
                case "window" -> window = JsonFields.text(in, name);
                case "window_start" -> windowStart = JsonFields.text(in, name);
                default -> {
                    return false;
                }
            }
            return true;
        }

        RollupKey key() throws MalformedEventException {
            String label = required(window, "window");
            Tier tier = Tier.of(label);
            if (tier == null) {
                throw new MalformedEventException(
                        "window \"" + JsonFields.shorten(label) + "\": expected 10s, 1m or 1h");
            }
            return new RollupKey(
                    new Series(required(service, "service"), required(method, "method"), required(route, "route")),
                    tier,
                    Timestamps.parse("window_start", required(windowStart, "window_start")));
        }
    }
}
