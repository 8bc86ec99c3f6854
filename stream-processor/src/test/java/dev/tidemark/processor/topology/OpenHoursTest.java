package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OpenHoursTest {
    private final OpenHours hours = new OpenHours(26, 50);

    private static OpenHours reread(OpenHours hours) {
        FormWriter out = new FormWriter();
        hours.write(out);
        OpenHours read = new OpenHours(26, 50);
        FormReader in = new FormReader(out.toBytes());
        read.read(in);
        in.end();
        return read;
    }

    @Test
    void hour_closesOnlyWhenItHasPassedAndWasOpenLongEnough() {
        hours.use(10, 100);
        hours.close(11, 125);
        assertThat(hours.isClosed(10)).as("open for 25 hours").isFalse();
        hours.close(10, 126);
        assertThat(hours.isClosed(10)).as("not passed").isFalse();

        hours.close(11, 126);
        assertThat(hours.isClosed(10)).isTrue();
        assertThat(hours.isClosed(9)).as("never used").isFalse();
        assertThat(hours.isClosed(11)).isFalse();
        assertThat(hours.size()).isZero();
    }

    @Test
    void hours_afterARestart_areTheSame() {
        hours.use(10, 100);
        hours.use(-5, 100);
        hours.close(11, 126);
        hours.use(20, 127);

        OpenHours restored = reread(hours);
        for (long hour = -10; hour < 30; hour++) {
            assertThat(restored.isClosed(hour)).as("hour %s", hour).isEqualTo(hour == 10 || hour == -5);
        }
        restored.close(21, 152);
        assertThat(restored.isClosed(20)).isFalse();
        restored.close(21, 153);
        assertThat(restored.isClosed(20)).isTrue();
    }

    @Test
    void hours_beyondTheirLimit_areClosed_thoseOpenedFirst() {
        LongStream.range(0, 80).forEach(hour -> hours.use(1_000 - hour, hour));
        hours.close(Long.MIN_VALUE, 80);

        assertThat(hours.size()).isEqualTo(50);
        assertThat(hours.isClosed(1_000 - 29)).isTrue();
        assertThat(hours.isClosed(1_000 - 30)).isFalse();
    }

    @Test
    void closedHours_areAlwaysClosed_howeverManyGapsThereAre() {
        OpenHours all = hours;
        for (long hour = 0; hour < 2_000; hour += 2) {
            all.use(hour, 0);
            all.close(hour + 1, 26);
            if (hour % 100 == 0) {
                all = reread(all);
            }
        }
        for (long hour = 0; hour < 2_000; hour += 2) {
            assertThat(all.isClosed(hour)).as("hour %s", hour).isTrue();
        }
        assertThat(all.isClosed(-1)).isFalse();
        assertThat(all.isClosed(2_000)).isFalse();
        FormWriter out = new FormWriter();
        all.write(out);
        assertThat(out.toBytes().length).isLessThan(2_000);
    }

    @Test
    void openHour_betweenClosedOnes_staysOpen() {
        hours.use(5, 0);
        hours.closeRange(1, 4);
        hours.closeRange(6, 9);
        hours.closeRange(1, 9);

        assertThat(hours.isClosed(5)).isFalse();
        assertThat(hours.isClosed(4)).isTrue();
        hours.close(6, 26);
        assertThat(hours.isClosed(5)).isTrue();
    }
}
