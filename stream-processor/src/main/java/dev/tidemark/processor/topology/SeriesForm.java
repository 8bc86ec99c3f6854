package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.Series;
import java.nio.charset.StandardCharsets;

/** The bytes of a series: service and method, each preceded by its length, then the route. At least two bytes. */
final class SeriesForm {
    private SeriesForm() {}

    static byte[] write(Series series) {
        return into(new FormWriter(), series).toBytes();
    }

    static FormWriter into(FormWriter out, Series series) {
        return out.text(series.service())
                .text(series.method())
                .rest(series.route().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the form that {@link #write} writes.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    static Series read(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        return new Series(in.text(), in.text(), new String(in.rest(), StandardCharsets.UTF_8));
    }

    /** The bytes of the service. */
    static byte[] service(byte[] bytes) {
        return new FormReader(bytes).block();
    }
}
