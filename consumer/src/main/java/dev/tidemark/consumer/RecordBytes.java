package dev.tidemark.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The memory of records, about: their bytes, and what the objects around them take. */
public final class RecordBytes {
    /** Of a record and of a header besides their bytes. */
    private static final int OBJECT_BYTES = 200;

    private RecordBytes() {}

    /** The memory of a polled record. */
    public static long of(ConsumerRecord<byte[], byte[]> record) {
        long bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        int headers = 0;
        for (Header header : record.headers()) {
            headers++;
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
        }
        return of(bytes, headers);
    }

    static long of(long bytes, int headers) {
        return bytes + OBJECT_BYTES * (1L + headers);
    }
}
