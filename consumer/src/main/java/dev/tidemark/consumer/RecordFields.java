package dev.tidemark.consumer;

import java.io.IOException;
import java.io.InputStream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.utils.ByteUtils;

/** The bytes of one record, as many as its length says: no field may end after them. */
final class RecordFields extends InputStream {
    private final InputStream in;
    private long left;

    RecordFields(InputStream in, int size) {
        this.in = in;
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        int next = left == 0 ? -1 : in.read();
        if (next >= 0) {
            left--;
        }
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    /** Skips a field of {@code length} bytes; none if it is missing. */
    void skip(int length) throws IOException {
        if (length > left) {
            throw new InvalidRecordException("a field of " + length + " bytes: expected at most " + left);
        }
        if (length > 0) {
            in.skipNBytes(length);
            left -= length;
        }
    }

    void skipHeaders() throws IOException {
        int headers = ByteUtils.readVarint(this);
        if (headers < 0) {
            throw new InvalidRecordException(headers + " headers: expected 0 or more");
        }
        for (int i = 0; i < headers; i++) {
            int name = ByteUtils.readVarint(this);
            if (name < 0) {
                throw new InvalidRecordException("a header without a name");
            }
            skip(name);
            skip(ByteUtils.readVarint(this));
        }
    }

    void end() {
        if (left > 0) {
            throw new InvalidRecordException(left + " bytes after the last field of a record: expected none");
        }
    }
}
