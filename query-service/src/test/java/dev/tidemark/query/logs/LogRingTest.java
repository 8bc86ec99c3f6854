package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogRingTest {

    @Test
    void add_beyondTheLimit_dropsTheOldest() {
        LogRing ring = new LogRing(3, 1 << 20);
        for (int i = 0; i < 5; i++) {
            ring.add(line(0, i));
        }

        LogRing.Slice slice = ring.read(0, 10, Long.MAX_VALUE);

        assertThat(slice.first()).isEqualTo(2);
        assertThat(slice.lines()).extracting(LogLine::offset).containsExactly(2L, 3L, 4L);
        assertThat(slice.base()).hasToString("0:2");
    }

    @Test
    void add_linesThatAreLarge_dropsAsManyAsNeeded() {
        LogRing ring = new LogRing(100, 3 * line(0, 0).weight());
        for (int i = 0; i < 5; i++) {
            ring.add(line(0, i));
        }

        assertThat(ring.read(0, 10, Long.MAX_VALUE).lines()).hasSize(3);
    }

    @Test
    void add_oneLineLargerThanTheLimit_keepsIt() {
        LogRing ring = new LogRing(100, 1);
        ring.add(line(0, 0));
        ring.add(line(0, 1));

        assertThat(ring.read(0, 10, Long.MAX_VALUE).lines())
                .extracting(LogLine::offset)
                .containsExactly(1L);
    }

    @Test
    void read_inBatches_continuesAfterTheLastLine() {
        LogRing ring = new LogRing(10, 1 << 20);
        for (int i = 0; i < 5; i++) {
            ring.add(line(0, i));
        }

        assertThat(ring.read(1, 2, Long.MAX_VALUE).lines())
                .extracting(LogLine::offset)
                .containsExactly(1L, 2L);
        assertThat(ring.read(3, 2, Long.MAX_VALUE).lines())
                .extracting(LogLine::offset)
                .containsExactly(3L, 4L);
        assertThat(ring.read(5, 2, Long.MAX_VALUE).lines()).isEmpty();
    }

    @Test
    void read_ofLargeLines_stopsAtTheBytesButReadsOne() {
        LogRing ring = new LogRing(10, 1 << 20);
        for (int i = 0; i < 5; i++) {
            ring.add(line(0, i));
        }

        assertThat(ring.read(1, 10, line(0, 0).weight() + 1).lines())
                .extracting(LogLine::offset)
                .containsExactly(1L, 2L);
        assertThat(ring.read(1, 10, 1).lines()).extracting(LogLine::offset).containsExactly(1L);
        assertThat(ring.readBefore(4, 10, line(0, 0).weight() + 1).lines())
                .extracting(LogLine::offset)
                .containsExactly(2L, 3L);
    }

    @Test
    void readBefore_inBatches_goesBackToTheOldest() {
        LogRing ring = new LogRing(3, 1 << 20);
        for (int i = 0; i < 5; i++) {
            ring.add(line(0, i));
        }

        assertThat(ring.readBefore(5, 2, 1 << 20).lines())
                .extracting(LogLine::offset)
                .containsExactly(3L, 4L);
        assertThat(ring.readBefore(3, 2, 1 << 20).lines())
                .extracting(LogLine::offset)
                .containsExactly(2L);
        assertThat(ring.readBefore(2, 2, 1 << 20).lines()).isEmpty();
        assertThat(ring.readBefore(1, 2, 1 << 20).lines()).isEmpty();
    }

    @Test
    void join_withAPositionThatIsHere_startsAtTheFirstUnknownLine() {
        LogRing ring = new LogRing(10, 1 << 20);
        ring.begin(0, 5);
        ring.begin(1, 0);
        ring.add(line(0, 5));
        ring.add(line(1, 0));
        ring.add(line(0, 6));

        LogRing.Join join = ring.join(position("0:6,1:0"));

        assertThat(join.covered()).isTrue();
        assertThat(join.start()).isEqualTo(1);
        assertThat(join.end()).isEqualTo(3);
    }

    @Test
    void join_withAPositionBeforeTheOldestLine_isNotCovered() {
        LogRing ring = new LogRing(10, 1 << 20);
        ring.begin(0, 5);
        ring.add(line(0, 5));

        LogRing.Join join = ring.join(position("0:4"));

        assertThat(join.covered()).isFalse();
        assertThat(join.known()).hasToString("0:4");
        assertThat(join.head()).hasToString("0:6");
    }

    @Test
    void join_withAPositionAfterDroppedLines_isNotCovered() {
        LogRing ring = new LogRing(1, 1 << 20);
        ring.begin(0, 0);
        ring.add(line(0, 0));
        ring.add(line(0, 1));

        assertThat(ring.join(position("0:0")).covered()).isFalse();
        assertThat(ring.join(position("0:1")).covered()).isTrue();
    }

    @Test
    void join_withAPositionBeyondTheEnd_startsAtTheEnd() {
        LogRing ring = new LogRing(10, 1 << 20);
        ring.begin(0, 0);
        ring.add(line(0, 0));

        LogRing.Join join = ring.join(position("0:999"));

        assertThat(join.covered()).isTrue();
        assertThat(join.known()).hasToString("0:1");
    }

    @Test
    void begin_elsewhere_resetsTheCoverage() {
        LogRing ring = new LogRing(10, 1 << 20);
        ring.begin(0, 100);
        ring.add(line(0, 100));
        ring.begin(0, 0);

        assertThat(ring.join(position("0:0")).covered()).isTrue();
        assertThat(ring.head()).hasToString("0:0");
    }

    @Test
    void malformedPosition_isNull() {
        for (String text : List.of("", " ", "x", "1", "1:", ":1", "-1:2", "1:-2", "1:2,", "1:2;3:4")) {
            assertThat(LogPosition.parse(text)).as(text).isNull();
        }
        assertThat(position("3:4,0:12")).hasToString("0:12,3:4");
    }

    private static LogPosition position(String text) {
        LogPosition position = LogPosition.parse(text);
        if (position == null) {
            throw new AssertionError(text);
        }
        return position;
    }

    private static LogLine line(int partition, long offset) {
        LogEvent event =
                new LogEvent(0, "shop", null, LogLevel.INFO, null, null, "hello", null, null, null, null, Map.of());
        return LogLine.of(partition, offset, event);
    }
}
