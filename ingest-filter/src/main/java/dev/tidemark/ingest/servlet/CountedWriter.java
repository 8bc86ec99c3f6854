package dev.tidemark.ingest.servlet;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes that the written characters are encoded to. Everything goes to the container's writer: what a subclass inherits from
 * {@link PrintWriter} writes while it holds a monitor, which pins a virtual thread up to Java 23.
 */
final class CountedWriter extends PrintWriter {
    private final PrintWriter own;
    private final Exchange exchange;
    private final boolean utf8;

    CountedWriter(PrintWriter own, @Nullable String encoding, Exchange exchange) {
        super(own);
        this.own = own;
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
        own.write(c);
        exchange.wrote(bytes((char) c));
    }

    @Override
    public void write(char[] text) {
        write(text, 0, text.length);
    }

    @Override
    public void write(char[] text, int from, int length) {
        own.write(text, from, length);
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
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void write(String text, int from, int length) {
        own.write(text, from, length);
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
        own.println();
        exchange.wrote(System.lineSeparator().length());
    }

    @Override
    public void println(boolean value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(char value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(int value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(long value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(float value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(double value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(char[] value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(@Nullable String value) {
        line(String.valueOf(value));
    }

    @Override
    public void println(@Nullable Object value) {
        line(String.valueOf(value));
    }

    private void line(String text) {
        write(text);
        println();
    }

    @Override
    public PrintWriter format(String format, @Nullable Object... values) {
        write(String.format(format, values));
        return this;
    }

    @Override
    public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... values) {
        write(String.format(locale, format, values));
        return this;
    }

    @Override
    public void flush() {
        own.flush();
    }

    @Override
    public void close() {
        own.close();
    }

    @Override
    public boolean checkError() {
        return own.checkError();
    }

    private int bytes(char c) {
        if (!utf8 || c < 0x80) {
            return 1;
        }
        // Each half of a pair stands for two of its four bytes.
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
