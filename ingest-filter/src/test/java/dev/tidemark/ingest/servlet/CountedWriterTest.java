package dev.tidemark.ingest.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("java17")
class CountedWriterTest {

    static Stream<Consumer<PrintWriter>> writes() {
        return Stream.of(
                out -> out.write('é'),
                out -> out.write("été"),
                out -> out.write(new char[] {'a', '店'}),
                out -> out.print((Object) null),
                out -> out.print(4.5),
                out -> out.println(true),
                out -> out.println('c'),
                out -> out.println(1),
                out -> out.println(2L),
                out -> out.println(1.5f),
                out -> out.println(2.5),
                out -> out.println(new char[] {'x', 'y'}),
                out -> out.println((String) null),
                out -> out.println((Object) "o"),
                out -> out.printf("%5.2f|%s", 1.0, "é"),
                out -> out.printf(Locale.FRANCE, "%5.2f", 1.0),
                out -> out.append("boutique", 1, 3).append('é').append(null),
                PrintWriter::flush);
    }

    /** A virtual thread that waits for a slow client while it holds a monitor pins its carrier up to Java 23. */
    @ParameterizedTest
    @MethodSource("writes")
    void writes_areThoseOfAPlainWriterAndHoldNoMonitor(Consumer<PrintWriter> write) {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            StringWriter text = new StringWriter();
            Watched own = new Watched(text);
            PrintWriter counted = new CountedWriter(
                    own, "UTF-8", new Exchange(tidemark.tidemark().begin("GET", "/", null, null), null));
            write.accept(counted);

            StringWriter plain = new StringWriter();
            write.accept(new PrintWriter(plain));
            assertThat(text).hasToString(plain.toString());
            assertThat(own.held).isFalse();
        }
    }

    private static final class Watched extends PrintWriter {
        private boolean held;

        Watched(StringWriter out) {
            super(out);
        }

        @Override
        public void write(String text, int from, int length) {
            held |= Thread.holdsLock(this);
            super.write(text, from, length);
        }
    }
}
