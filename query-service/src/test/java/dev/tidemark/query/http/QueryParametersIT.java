package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.RawHttp;
import dev.tidemark.query.fixture.RawHttp.Answer;
import dev.tidemark.query.fixture.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryParametersIT {
    private final QueryServer server =
            QueryServer.settings().postgres(Store.create().jdbcUrl()).start();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/monitoring/summary?periode=1h | query parameter \"periode\": expected one of period, from, to",
                "/api/monitoring/metrics/summary?Period=1h | query parameter \"Period\": expected one of period, from, to",
                "/api/monitoring/summary?period=1h&utm_source=x | query parameter \"utm_source\": expected one of period, from, to",
                "/api/monitoring/api/endpoints?limits=5 | query parameter \"limits\": expected one of period, from, to, service, method, route, compare, sort, limit",
                "/api/monitoring/logs?traceId=1 | query parameter \"traceId\": expected one of level, service, search, trace_id, since, until, cursor, limit",
                "/api/monitoring/logs/stream?lastEventId=1 | query parameter \"lastEventId\": expected one of level, service, search, trace_id, tail, last_event_id",
                "/api/monitoring/redis/status?periode=1h | query parameter \"periode\": expected one of period, from, to, compare",
                "/health?x=1 | query parameter \"x\": expected none",
                "/health/detailed?x=1 | query parameter \"x\": expected none",
                "/api/openapi.yml?v=1 | query parameter \"v\": expected none",
                "/api/monitoring/summary?%3Cb%3E=1 | query parameter \"<b>\": expected one of period, from, to"
            })
    void unknownParameter_isNamedAndKnownOnesAreListed(String path, String detail) {
        assertThat(Answers.problem(get(path), 400)).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/monitoring/api/endpoints?limit=abc | limit \"abc\": expected a whole number from 1 to 500",
                "/api/monitoring/api/endpoints?limit=5.5 | limit \"5.5\": expected a whole number from 1 to 500",
                "/api/monitoring/api/endpoints?limit=99999999999 | limit \"99999999999\": expected a whole number from 1 to 500",
                "/api/monitoring/logs?limit=0x10 | limit \"0x10\": expected a whole number from 1 to 1000",
                "/api/monitoring/logs/stream?tail=many | tail \"many\": expected a whole number from 0 to 1000",
                "/api/monitoring/api/endpoints?limit=0 | limit \"0\": expected a whole number from 1 to 500"
            })
    void malformedValue_isNamedWithTheExpectedForm(String path, String detail) {
        assertThat(Answers.problem(get(path), 400)).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/monitoring/summary?period=",
                "/api/monitoring/summary?period",
                "/api/monitoring/summary?period=%20",
                "/api/monitoring/summary?period=+&from=&to=",
                "/api/monitoring/api/latency?period=&from=&to=&service=&route=",
                "/api/monitoring/api/endpoints?period=&from=&to=&service=&sort=&limit=",
                "/api/monitoring/logs?level=&service=&search=&trace_id=&since=&until=&limit=",
                "/api/monitoring/api/endpoints?period=&period=1h",
                "/api/monitoring/api/endpoints?limit=&limit=5&",
                "/api/monitoring/api/endpoints?&&",
                "/api/monitoring/api/endpoints?",
                "/health?x=",
                "/ui/monitoring/advanced?period=",
                "/ui/monitoring/advanced/overview?period="
            })
    void parameter_withoutAValue_meansTheDefault(String path) {
        Answer answer = get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/monitoring/api/endpoints?limit=1&limit=2 | query parameter \"limit\" 2 times: expected one",
                "/api/monitoring/summary?period=1h&period=1h&period=5m | query parameter \"period\" 3 times: expected one",
                "/api/monitoring/logs?level=WARN&level=ERROR | query parameter \"level\" 2 times: expected one"
            })
    void parameter_givenMoreThanOnce_isRefused(String path, String detail) {
        assertThat(Answers.problem(get(path), 400)).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/ui/monitoring/advanced?utm_source=mail&period=5m", "/ui/monitoring/advanced/overview?x=1"})
    void page_withUnknownParameters_isShown(String path) {
        assertThat(get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/monitoring/summary?period=%zz",
                "/api/monitoring/summary?period=%",
                "/api/monitoring/logs?search=a b"
            })
    void malformedQuery_isABadRequest(String path) {
        Answers.problem(get(path), 400);
    }

    private Answer get(String path) {
        return RawHttp.request(server.uri("/"), "GET " + path + " HTTP/1.1", "Host: localhost");
    }
}
