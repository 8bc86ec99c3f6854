package dev.tidemark.ingest.servlet;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts the bytes that the written characters are encoded to. All other methods of a writer end in these. */
final class CountedWriter extends PrintWriter {
    private final Exchange exchange;
    private final boolean utf8;

    CountedWriter(PrintWriter out, @Nullable String encoding, Exchange exchange) {
        super(out);
        this.exchange = exchange;
        String name = encoding == null ? "ISO-8859-1" : encoding.toUpperCase(Locale.ROOT);
        this.utf8 = name.equals("UTF-8");
        boolean oneByte = name.startsWith("ISO-8859-") || name.equals("US-ASCII") || name.startsWith("WINDOWS-125");
        if (!utf8 && !oneByte) {
            exchange.writtenByOthers();
        }
    }

    @Override
    public void write(int c) {
        super.write(c);
        exchange.wrote(bytes((char) c));
    }

    @Override
    public void write(char[] text, int from, int length) {
        super.write(text, from, length);
        long bytes = length;
        if (utf8) {
            bytes = 0;
            for (int i = from; i < from + length; i++) {
                bytes += bytes(text[i]);
            }
        }
        exchange.wrote(bytes);
    }

    @Override
    public void write(String text, int from, int length) {
        super.write(text, from, length);
        long bytes = length;
        if (utf8) {
            bytes = 0;
            for (int i = from; i < from + length; i++) {
                bytes += bytes(text.charAt(i));
            }
        }
        exchange.wrote(bytes);
    }

    @Override
    public void println() {
        super.println();
        exchange.wrote(System.lineSeparator().length());
    }

    private int bytes(char c) {
        if (!utf8 || c < 0x80) {
            return 1;
        }
        // Each half of a pair stands for two of its four bytes.
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
