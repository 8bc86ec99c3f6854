package dev.tidemark.processor.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is in changelogs, stores and between the stages of an installation. The files in {@code forms} were written by the first version
 * that knew them and are never edited. As long as this version writes the same bytes, an instance of the version before can run beside it. A new form is a
 * new file; it must be read by one version before the next one writes it.
 */
class StoredFormsTest {
    private static final Series SERIES = new Series("shöp", "GET", "/products/{id}");
    private static final long MICROS = 1_764_000_000_000_000L;
    private static final byte NEWER = 3;

    private static byte[] golden(String name) {
        String file = "forms/" + name + ".hex";
        try (InputStream in = requireNonNull(StoredFormsTest.class.getResourceAsStream(file), file)) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    private static RequestEvent event(
            int status, long micros, @Nullable String errorType, @Nullable Long in, @Nullable Long out) {
        return new RequestEvent(MICROS, "shop", "i1", "GET", "/a", status, micros, null, null, errorType, in, out);
    }

    private static WindowAggregate aggregate() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(event(200, 0, null, 10L, 100L));
        aggregate.add(event(200, 1, null, null, null));
        aggregate.add(event(302, 950, null, 0L, 5L));
        for (int i = 0; i < 300; i++) {
            aggregate.add(event(200, 1_000 + i * 37L, null, 1L, 2_000L));
        }
        aggregate.add(event(404, 12_345, "NotFound", 1L, 1L));
        aggregate.add(event(503, 604_800_000_000L, "java.net.ConnectException: é", null, 7L));
        return aggregate;
    }

    private static WindowAggregate withStreams() {
        WindowAggregate aggregate = aggregate();
        aggregate.add(stream(200, null));
        aggregate.add(stream(499, null));
        aggregate.add(stream(200, "java.io.IOException"));
        return aggregate;
    }

    private static WindowAggregate onlyStreams() {
        WindowAggregate aggregate = new WindowAggregate();
        aggregate.add(stream(101, null));
        return aggregate;
    }

    private static RequestEvent stream(int status, @Nullable String errorType) {
        return new RequestEvent(
                MICROS,
                "shop",
                "i1",
                "GET",
                "/a",
                status,
                30_000_000,
                null,
                null,
                errorType,
                null,
                9L,
                null,
                true,
                null);
    }

    private static WindowAggregate manyErrorTypes() {
        WindowAggregate aggregate = new WindowAggregate();
        for (int i = 0; i < 25; i++) {
            aggregate.add(event(500, 10, "type" + (char) ('a' + i), null, null));
        }
        return aggregate;
    }

    @Test
    void whatThisVersionWrites_isWhatTheFirstOneWrote() {
        assertThat(aggregate().toBytes()).isEqualTo(golden("aggregate-v1"));
        assertThat(manyErrorTypes().toBytes()).isEqualTo(golden("aggregate-v1-many-error-types"));
        assertThat(new WindowAggregate().toBytes()).isEqualTo(golden("aggregate-v1-empty"));
        assertThat(new Delta(3, 1_764_000_001_234L, MICROS, aggregate()).toBytes())
                .isEqualTo(golden("delta-v1"));
        assertThat(new Delta(0, Delta.UNKNOWN, -10_000_000L, manyErrorTypes()).toBytes())
                .isEqualTo(golden("delta-v1-after-a-start"));
        assertThat(progress().toBytes()).isEqualTo(golden("progress-v1"));
        assertThat(SeriesForm.write(SERIES)).isEqualTo(golden("series"));
        assertThat(SeriesForm.write(Series.other("shop"))).isEqualTo(golden("series-other"));
    }

    /** Only aggregates with streams have the second form. */
    @Test
    void streams_haveTheSecondForm() {
        assertThat(withStreams().toBytes()).isEqualTo(golden("aggregate-v2-streams"));
        assertThat(onlyStreams().toBytes()).isEqualTo(golden("aggregate-v2-only-streams"));
        assertThat(new Delta(3, 1_764_000_001_234L, MICROS, withStreams()).toBytes())
                .isEqualTo(golden("delta-v1-streams"));
        assertThat(WindowAggregate.fromBytes(golden("aggregate-v2-streams")).toBytes())
                .isEqualTo(withStreams().toBytes());
        assertThat(WindowAggregate.fromBytes(golden("aggregate-v2-only-streams"))
                        .toBytes())
                .isEqualTo(onlyStreams().toBytes());
        assertThat(Delta.fromBytes(golden("delta-v1-streams")).aggregate().toBytes())
                .isEqualTo(withStreams().toBytes());
    }

    private static SourceProgress progress() {
        SourceProgress progress = new SourceProgress(TopologySettings.DEFAULTS, new Partitioning(4, 4));
        progress.advance(new Delta(1, 1_764_000_001_234L, 0, new WindowAggregate()), 1_764_000_009_999L);
        progress.advance(new Delta(6, 1_764_000_000_000L, 0, new WindowAggregate()), 1_764_000_000_500L);
        return progress;
    }

    /** No version byte: another form needs a store of another name. */
    @ParameterizedTest
    @EnumSource
    void windowKeys_neverChange(Tier tier) {
        byte[] key = golden("window-key-" + tier.label());

        assertThat(WindowKey.write(new RollupKey(SERIES, tier, tier.windowStart(MICROS))))
                .isEqualTo(key);
        assertThat(WindowKey.windowStartMicros(key)).isEqualTo(tier.windowStart(MICROS));
    }

    @Test
    void formsOfTheFirstVersion_areRead() {
        assertThat(WindowAggregate.fromBytes(golden("aggregate-v1")).toBytes())
                .isEqualTo(aggregate().toBytes());
        assertThat(WindowAggregate.fromBytes(golden("aggregate-v1-many-error-types"))
                        .toBytes())
                .isEqualTo(manyErrorTypes().toBytes());
        Delta delta = Delta.fromBytes(golden("delta-v1"));
        assertThat(delta.sourcePartition()).isEqualTo(3);
        assertThat(delta.coveredMillis()).isEqualTo(1_764_000_001_234L);
        assertThat(delta.windowStartMicros()).isEqualTo(MICROS);
        assertThat(delta.aggregate().toBytes()).isEqualTo(aggregate().toBytes());
        SourceProgress restored = new SourceProgress(TopologySettings.DEFAULTS, new Partitioning(4, 4));
        restored.restore(golden("progress-v1"));
        assertThat(restored.finalUpToMicros()).isEqualTo(progress().finalUpToMicros());
        assertThat(SeriesForm.read(golden("series"))).isEqualTo(SERIES);
    }

    @ParameterizedTest
    @CsvSource({"delta-v1, 1", "aggregate-v1, 2", "progress-v1, 1"})
    void formOfANewerVersion_isNotMalformed(String name, int known) {
        byte[] newer = golden(name);
        newer[0] = NEWER;
        String form = name.replace("-v1", "");

        assertThatThrownBy(() -> read(form, newer))
                .isInstanceOf(NewerFormException.class)
                .hasMessage(form + " of version 3; this one reads version " + known);
    }

    @Test
    void newerSketch_insideOfAnAggregate_isNotMalformed() {
        WindowAggregate empty = new WindowAggregate();
        byte[] newer = empty.toBytes();
        // An empty sketch takes its last three bytes.
        newer[newer.length - 3] = NEWER;

        assertThatThrownBy(() -> WindowAggregate.fromBytes(newer))
                .isInstanceOf(NewerFormException.class)
                .hasMessage("sketch of version 3; this one reads version 1");
    }

    private static void read(String form, byte[] bytes) {
        switch (form) {
            case "delta" -> Delta.fromBytes(bytes);
            case "aggregate" -> WindowAggregate.fromBytes(bytes);
            default -> new SourceProgress(TopologySettings.DEFAULTS, new Partitioning(1, 1)).restore(bytes);
        }
    }
}
