package dev.tidemark.processor.sink.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows into a table in PostgreSQL's binary COPY format (PostgreSQL manual, "COPY", "Binary Format"). Write the
 * values of a row in column order. Buffers about 64 KiB. Not thread-safe.
 */
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int SEND_AT = 1 << 16;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private final CopyIn copy;
    private final int columns;
    private byte[] bytes = new byte[SEND_AT + (1 << 12)];
    private int length;

    /** Starts a COPY into {@code columns} of {@code table}, in the open transaction of {@code connection}. */
    public BinaryCopy(Connection connection, String table, String... columns) throws SQLException {
        this.columns = columns.length;
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)");
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        length = SIGNATURE.length + 8;
    }

    /** Starts the next row. */
    public void row() throws SQLException {
        if (length >= SEND_AT) {
            send();
        }
        put2(columns);
    }

    public void nil() {
        put4(-1);
    }

    public void bool(boolean value) {
        put4(1);
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    public void int2(int value) {
        put4(2);
        put2(value);
    }

    public void int4(int value) {
        put4(4);
        put4(value);
    }

    public void int4(@Nullable Integer value) {
        if (value == null) {
            nil();
        } else {
            int4(value.intValue());
        }
    }

    public void int8(long value) {
        put4(8);
        put8(value);
    }

    public void int8(@Nullable Long value) {
        if (value == null) {
            nil();
        } else {
            int8(value.longValue());
        }
    }

    public void float4(float value) {
        put4(4);
        put4(Float.floatToRawIntBits(value));
    }

    public void float8(double value) {
        put4(8);
        put8(Double.doubleToRawLongBits(value));
    }

    /** @param epochMicros microseconds since 1970, UTC */
    public void timestamptz(long epochMicros) {
        int8(epochMicros - EPOCH_MICROS);
    }

    /** @param epochMicros microseconds since 1970, UTC */
    public void timestamptz(@Nullable Long epochMicros) {
        if (epochMicros == null) {
            nil();
        } else {
            timestamptz(epochMicros.longValue());
        }
    }

    public void uuid(@Nullable UUID value) {
        if (value == null) {
            nil();
            return;
        }
        uuid(value.getMostSignificantBits(), value.getLeastSignificantBits());
    }

    /** A UUID, given as its two halves. */
    public void uuid(long high, long low) {
        put4(16);
        put8(high);
        put8(low);
    }

    /** Text. PostgreSQL cannot store NUL, which becomes U+FFFD. */
    public void text(@Nullable String value) {
        if (value == null) {
            nil();
            return;
        }
        bytea(utf8(value));
    }

    public void bytea(byte[] value) {
        put4(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** @param json a JSON text without NUL, escaped or not */
    public void jsonb(@Nullable String json) {
        if (json == null) {
            nil();
            return;
        }
        byte[] utf8 = utf8(json);
        put4(utf8.length + 1);
        room(1);
        bytes[length++] = 1;
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** Ends the copy; returns the number of rows. */
    public long end() throws SQLException {
        put2(-1);
        send();
        return copy.endCopy();
    }

    /** Cancels the copy, unless it has ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private static byte[] utf8(String value) {
        return (value.indexOf(0) < 0 ? value : value.replace('\0', '\uFFFD')).getBytes(StandardCharsets.UTF_8);
    }

    private void send() throws SQLException {
        copy.writeToCopy(bytes, 0, length);
        length = 0;
    }

    private void put2(int value) {
        room(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    private void put4(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    private void put8(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
