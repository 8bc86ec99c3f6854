package dev.tidemark.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a batch. The compressed ones are small; what they unpack to is not. */
class BoundedRecordsTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final long FIRST = 1_000;

    private final PollBudget budget = new PollBudget();
    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void ordinaryRecords_areReadAsKafkaReadsThem(CompressionType compression) {
        for (TimestampType time : List.of(TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME)) {
            MemoryRecordsBuilder batch = batch(compression, time);
            for (int i = 0; i < 500; i++) {
                batch.append(
                        1_700_000_000_000L + random.nextInt(5_000), bytes(20), bytes(300), headers(random.nextInt(4)));
            }
            MemoryRecords records = batch.build();

            assertThat(read(records).map(BoundedRecordsTest::told))
                    .containsExactlyElementsOf(Stream.of(records.records())
                            .flatMap(all -> list(all.iterator()).stream())
                            .map(BoundedRecordsTest::told)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordOverTheLimit_isReplaced_andItsNeighboursAreRead(CompressionType compression) {
        MemoryRecordsBuilder batch = batch(compression, TimestampType.CREATE_TIME);
        batch.append(1, null, "before".getBytes(UTF_8));
        batch.append(2, new byte[MEBIBYTE], new byte[5 * MEBIBYTE], headers(3));
        batch.append(3, null, new byte[4 * MEBIBYTE - 100]);
        batch.append(4, new byte[5 * MEBIBYTE], null);
        batch.append(5, null, "after".getBytes(UTF_8));

        List<Record> read = read(batch.build()).toList();

        assertThat(read).extracting(Record::offset).containsExactly(FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4);
        assertThat(read).extracting(Record::timestamp).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(read).extracting(Record::valueSize).containsExactly(6, Limits.KEPT_BYTES, 4 * MEBIBYTE - 100, -1, 5);
        assertThat(theMark(read.get(1)).records()).isEqualTo(1);
        assertThat(theMark(read.get(1)).detail())
                .startsWith("a record of 62914")
                .endsWith(" bytes: expected at most 4194304 (the first 65536 of 5242880 bytes of its value)");
        assertThat(theMark(read.get(3)).detail()).endsWith("expected at most 4194304");
        assertThat(Stream.of(0, 2, 4).map(i -> mark(read.get(i)))).containsOnlyNulls();
    }

    @Test
    void recordWithManyHeaders_isReplaced() {
        MemoryRecordsBuilder batch = batch(CompressionType.ZSTD, TimestampType.CREATE_TIME);
        batch.append(1, null, "value".getBytes(UTF_8), headers(Limits.HEADERS));
        batch.append(2, null, "value".getBytes(UTF_8), headers(Limits.HEADERS + 1));

        List<Record> read = read(batch.build()).toList();

        assertThat(read.get(0).headers()).hasSize(Limits.HEADERS);
        assertThat(theMark(read.get(1)).detail())
                .isEqualTo("a record of 1001 headers: expected at most 1000 (the first 5 of 5 bytes of its value)");
    }

    @Test
    void batchOverTheLimit_isReadUpToIt_andOneMarkStandsForTheRest() {
        MemoryRecordsBuilder batch = batch(CompressionType.ZSTD, TimestampType.CREATE_TIME);
        byte[] value = new byte[3 * MEBIBYTE];
        for (int i = 0; i < 100; i++) {
            batch.append(1, null, value);
        }
        MemoryRecords records = batch.build();
        assertThat(records.sizeInBytes()).isLessThan(100_000);

        List<Record> read = read(records).toList();

        assertThat(read).hasSize(86);
        assertThat(read.subList(0, 85)).allMatch(record -> record.valueSize() == value.length);
        assertThat(read.get(85).offset()).isEqualTo(FIRST + 85);
        assertThat(theMark(read.get(85)).records()).isEqualTo(15);
        assertThat(theMark(read.get(85)).detail())
                .isEqualTo("15 records up to offset 1099 in a batch of more than 268435456 bytes when unpacked:"
                        + " expected smaller batches");
    }

    @Test
    void pollThatReturnedMuch_readsNoFurtherRecords_andTheNextOneContinuesThere() {
        MemoryRecordsBuilder batch = batch(CompressionType.LZ4, TimestampType.CREATE_TIME);
        for (int i = 0; i < 10; i++) {
            batch.append(1, null, new byte[3 * MEBIBYTE]);
        }
        List<Record> records = read(batch.build()).toList();

        // The consumer's position is after the fourth record: those before it are not its own.
        for (int i = 4; i < 7; i++) {
            assertThat(records.get(i).key()).isNull();
            assertThat(records.get(i).value()).isNotNull();
        }
        Record next = records.get(7);
        assertThatThrownBy(next::key).isInstanceOf(SerializationException.class);

        budget.reset();
        assertThat(next.key()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void pollThatUnpackedMuch_endsWithTheFirstRecord(int mebibytes) {
        MemoryRecordsBuilder batch = batch(CompressionType.LZ4, TimestampType.CREATE_TIME);
        int records = 64 / mebibytes + 2;
        for (int i = 0; i < records; i++) {
            batch.append(1, null, new byte[mebibytes * MEBIBYTE]);
        }
        batch.append(1, null, bytes(5));
        batch.append(1, null, bytes(5));
        // All but the last two are before the consumer's position.
        List<Record> read = read(batch.build()).toList();

        assertThat(read.get(records).key()).isNull();
        read.get(records).value();
        assertThatThrownBy(() -> read.get(records + 1).key()).isInstanceOf(SerializationException.class);

        budget.reset();
        assertThat(read.get(records + 1).key()).isNull();
    }

    /** All records, without taking their values from the budget. */
    private Stream<Record> read(MemoryRecords records) {
        List<Record> read = new ArrayList<>();
        for (RecordBatch batch : BoundedRecords.of(records, budget).batches()) {
            try (CloseableIterator<Record> iterator = batch.streamingIterator(BufferSupplier.NO_CACHING)) {
                iterator.forEachRemaining(read::add);
            }
            assertThat(batch.nextOffset()).isEqualTo(batch.lastOffset() + 1);
        }
        return read.stream();
    }

    private static MemoryRecordsBuilder batch(CompressionType type, TimestampType time) {
        return MemoryRecords.builder(
                ByteBuffer.allocate(1 << 16),
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.of(type).build(),
                time,
                FIRST,
                1_700_000_000_123L,
                RecordBatch.NO_PRODUCER_ID,
                RecordBatch.NO_PRODUCER_EPOCH,
                RecordBatch.NO_SEQUENCE,
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH);
    }

    private byte @Nullable [] bytes(int most) {
        if (random.nextInt(10) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Header[] headers(int n) {
        Header[] headers = new Header[n];
        Arrays.setAll(headers, i -> new RecordHeader("h" + i % 10, i % 3 == 0 ? null : new byte[] {(byte) i}));
        return headers;
    }

    private static TooLarge theMark(Record record) {
        return Objects.requireNonNull(mark(record));
    }

    private static @Nullable TooLarge mark(Record record) {
        return record.headers().length == 1 && record.headers()[0] instanceof TooLarge mark ? mark : null;
    }

    private static List<Record> list(Iterator<Record> records) {
        List<Record> list = new ArrayList<>();
        records.forEachRemaining(list::add);
        return list;
    }

    private static String told(Record record) {
        return record.offset() + " at " + record.timestamp() + ", " + record.sizeInBytes() + " bytes, key "
                + record.keySize() + " " + hex(record.key()) + ", value " + record.valueSize() + " "
                + hex(record.value())
                + " " + Arrays.toString(record.headers());
    }

    private static @Nullable String hex(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
