package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
final class LogTimesTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-21T09:40:35Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-21T09:40:34.123456Z",
                "2026-11-21T09:40:34.123456789Z",
                "2026-11-21T10:40:34.123456+01:00",
                "2026-11-21T10:40:34,123456+0100",
                "2026-11-21T10:40:34.123456+01",
                "2026-11-21T10:40:34.123456+01:00[Europe/Berlin]",
                "2026-11-21 04:40:34.123456 -0500",
                "2026-11-21 09:40:34.123456 UTC",
                "20261121T094034,123456Z",
                "2026/11/21 09:40:34.123456Z",
                "1795254034.123456",
                "'1795254034,123456'",
                "1.795254034123456E9",
                "1795254034123.456",
                "1795254034123456",
                "1795254034123456789",
                "21 Nov 2026 09:40:34,123456 GMT",
                "21/Nov/2026:10:40:34.123456 +0100",
            })
    void read_anyFormOfAMoment_isThatMoment(String text) {
        assertThat(LogTimes.read(text)).isEqualTo(new LogTimes.Read(1_795_254_034_123_456L, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:40:34.123",
                "2026-11-21 09:40:34,123",
                "20261121094034123",
                "20261121T094034,123",
                "21 Nov 2026 09:40:34,123",
            })
    void read_timeWithoutOffset_isTakenAsUtc(String text) {
        assertThat(LogTimes.read(text)).isEqualTo(new LogTimes.Read(1_795_254_034_123_000L, false));
    }

    @ParameterizedTest
    @CsvSource({
        "1795254034, 1795254034000000",
        "1795254034123, 1795254034123000",
        "'2026-11-21T09:40Z', 1795254000000000",
        "'Sat, 21 Nov 2026 09:40:34 GMT', 1795254034000000",
        "20261121094034, 1795254034000000",
    })
    void read_coarserForms(String text, long micros) {
        assertThat(Objects.requireNonNull(LogTimes.read(text)).micros()).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "0",
                "12",
                "09:40:34,123",
                "2026-11-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-21T25:00:00Z",
                "31 Foo 2026 00:00:00",
                "1e99",
                "99999999999999999999",
                "-1795254034",
                "0000-01-01T00:00:00Z",
                "2026-11-21T09:60:00Z",
                "2026-11-21T09:40:61Z",
                "2026-11-21T09:40:34+19:00",
                "2026-11-21T09:40:34+01:60",
                "2026-02-29T00:00:00Z",
                "+12026-11-21T09:40:34Z",
                "2026-11-21T09:40:34X",
            })
    void read_anythingElse_isNoTime(String text) {
        assertThat(LogTimes.read(text)).isNull();
    }

    @Test
    void line_withoutAReadableTime_hasTheBrokersAndSaysSo() throws MalformedEventException {
        LogEvent none = decode("{\"message\":\"m\"}");
        assertThat(at(none)).isEqualTo(RECEIVED);
        assertThat(none.fields()).containsExactly(Map.entry("tidemark.time", "received: the line has no time"));

        LogEvent odd = decode("{\"message\":\"m\",\"@timestamp\":\"noon\"}");
        assertThat(at(odd)).isEqualTo(RECEIVED);
        assertThat(odd.fields())
                .containsOnly(
                        Map.entry("@timestamp", "noon"),
                        Map.entry("tidemark.time", "received: the line's time cannot be read"));
    }

    @Test
    void line_withManyTimes_triesThoseWithTheBestNames() throws MalformedEventException {
        String many = "\"ts\":\"noon\",".repeat(300_000);

        LogEvent event = decode("{" + many + "\"message\":\"m\",\"time\":\"2026-11-21T09:40:33Z\","
                + "\"@timestamp\":\"2026-11-21T09:40:34Z\"}");

        assertThat(at(event)).isEqualTo(Instant.parse("2026-11-21T09:40:34Z"));
        assertThat(event.fields()).containsOnly(Map.entry("ts", "noon"), Map.entry("time", "2026-11-21T09:40:33Z"));
        assertThat(decode("{" + many + "\"message\":\"m\",\"ts\":\"2026-11-21T09:40:33Z\"}")
                        .fields())
                .containsOnly(
                        Map.entry("ts", "noon"),
                        Map.entry("tidemark.time", "received: the line's time cannot be read"));
    }

    @Test
    void line_withTwoTimes_takesTheOneThatCanBeRead() throws MalformedEventException {
        LogEvent event = decode("{\"message\":\"m\",\"@timestamp\":\"noon\",\"time\":\"2026-11-21T09:40:34Z\"}");

        assertThat(at(event)).isEqualTo(Instant.parse("2026-11-21T09:40:34Z"));
        assertThat(event.fields()).containsExactly(Map.entry("@timestamp", "noon"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "59s    | 2026-11-21T09:41:34Z | ",
                "61s    | 2026-11-21T09:40:35Z | received: the line's clock is ahead",
                "2h     | 2026-11-21T09:40:35Z | received: the line's clock is ahead",
                "87600h | 2026-11-21T09:40:35Z | received: the line's clock is ahead",
                "-299s  | 2026-11-21T09:35:36Z | ",
                "-301s  | 2026-11-21T09:35:34Z | late: received at 2026-11-21T09:40:35.000000Z",
                "-2h    | 2026-11-21T07:40:35Z | late: received at 2026-11-21T09:40:35.000000Z",
                "-167h  | 2026-11-14T10:40:35Z | late: received at 2026-11-21T09:40:35.000000Z",
                "-169h  | 2026-11-21T09:40:35Z | received: the line's clock is more than 7 days behind",
            })
    void line_ofAWrongClock_isMarked(String distance, Instant expected, String mark) throws MalformedEventException {
        Instant logged = RECEIVED.plus(Duration.parse("PT" + distance));
        LogEvent event = decode("{\"message\":\"m\",\"ts\":\"" + logged + "\"}");

        assertThat(at(event)).isEqualTo(expected);
        assertThat(event.fields().get("tidemark.time")).isEqualTo(mark);
        assertThat(event.fields().get("ts")).isEqualTo(expected.equals(logged) ? null : logged.toString());
    }

    @Test
    void line_thatForgesTheMark_doesNotKeepIt() throws MalformedEventException {
        String forged = "\"tidemark.time\":\"late: forged\",\"fields\":{\"tidemark.time\":\"late: forged\"}";

        assertThat(decode("{\"message\":\"m\"," + forged + "}").fields())
                .containsExactly(Map.entry("tidemark.time", "received: the line has no time"));
        assertThat(decode("{\"message\":\"m\",\"ts\":\"2026-11-21T09:40:34Z\"," + forged + "}")
                        .fields())
                .isEmpty();
    }

    @Test
    void line_withLocalTime_isTrustedOnlyIfItIsUtc() throws MalformedEventException {
        assertThat(at(decode("{\"message\":\"m\",\"@timestamp\":\"2026-11-21 09:40:34,5\"}")))
                .isEqualTo(Instant.parse("2026-11-21T09:40:34.5Z"));
        LogEvent berlin = decode("{\"message\":\"m\",\"@timestamp\":\"2026-11-21 10:40:34,5\"}");
        LogEvent chicago = decode("{\"message\":\"m\",\"@timestamp\":\"2026-11-21 03:40:34,5\"}");
        for (LogEvent event : List.of(berlin, chicago)) {
            assertThat(at(event)).isEqualTo(RECEIVED);
            assertThat(event.fields()).containsEntry("tidemark.time", "received: the line's time has no offset");
        }
    }

    private static Instant at(LogEvent event) {
        return Timestamps.toInstant(event.timestampMicros());
    }

    private static LogEvent decode(String json) throws MalformedEventException {
        List<LogEvent> events = new ArrayList<>();
        Codecs.LOG_JSON.decode(json.getBytes(UTF_8), RECEIVED.toEpochMilli(), events::add);
        return events.get(0);
    }
}
