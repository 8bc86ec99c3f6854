package dev.tidemark.processor.sink.offset;

import dev.tidemark.consumer.TooLarge;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The last stored record of a partition. If Kafka has another record at its offset, the partition has lost its end and grown again. The
 * leader epoch alone would not show that if the brokers' metadata were lost as well.
 *
 * @param offset its offset; {@link #UNKNOWN} if it cannot be recognised
 * @param checksum the CRC-32C of its key and value
 * @param leaderEpoch the epoch of the partition's leader that wrote it; null if unknown
 * @param timeMillis its time in Kafka, in milliseconds since the epoch
 * @param byBroker whether that is the broker's time: later records have later times, unless its clock was set back
 */
public record LastRecord(
        long offset, long checksum, @Nullable Integer leaderEpoch, long timeMillis, boolean byBroker) {
    static final long UNKNOWN = -1;

    /** A record that was not read whole may be cut elsewhere when it is read again, so it cannot be recognised. */
    public static LastRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new LastRecord(
                TooLarge.of(record) == null ? record.offset() : UNKNOWN,
                checksum(record),
                record.leaderEpoch().orElse(null),
                record.timestamp(),
                record.timestampType() == TimestampType.LOG_APPEND_TIME);
    }

    /** Whether its offset is known. */
    public boolean isKnown() {
        return offset != UNKNOWN;
    }

    /** Whether this is that record. */
    public boolean is(ConsumerRecord<byte[], byte[]> record) {
        return offset == record.offset()
                && timeMillis == record.timestamp()
                && checksum == checksum(record)
                && (leaderEpoch == null
                        || leaderEpoch.equals(record.leaderEpoch().orElse(leaderEpoch)));
    }

    private static long checksum(ConsumerRecord<byte[], byte[]> record) {
        CRC32C crc = new CRC32C();
        for (byte @Nullable [] part : new byte @Nullable [][] {record.key(), record.value()}) {
            if (part != null) {
                crc.update(part);
            }
        }
        return crc.getValue();
    }
}
