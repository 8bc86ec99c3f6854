package dev.tidemark.wire.codec;

import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;

/** All encodings. */
public final class Codecs {
    public static final Codec<RequestEvent> REQUEST_JSON = new RequestJson(true);
    /** {@link RequestEvent}s in binary, many per record. */
    public static final BatchCodec<RequestEvent> REQUEST_BATCH = new RequestBatch(true);

    public static final Codec<LogEvent> LOG_JSON = new LogJson();
    public static final Codec<SampleEvent> SAMPLE_JSON = new SampleJson();
    public static final Codec<CallSummary> CALL_JSON = new CallJson();
    public static final Codec<Rollup> ROLLUP_JSON = new RollupJson();
    public static final Codec<RollupKey> ROLLUP_KEY_JSON = new RollupKeyJson();

    private Codecs() {}
}
