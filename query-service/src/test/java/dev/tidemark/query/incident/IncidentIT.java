package dev.tidemark.query.incident;

import static dev.tidemark.query.fixture.Calls.calls;
import static dev.tidemark.query.fixture.Calls.measured;
import static dev.tidemark.query.incident.Answers.answer;
import static dev.tidemark.query.incident.Answers.at;
import static dev.tidemark.query.incident.Answers.caused;
import static dev.tidemark.query.incident.Answers.over;
import static dev.tidemark.query.incident.Answers.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.diagnosis.Diagnosis;
import dev.tidemark.query.diagnosis.DiagnosisAnswer;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two query services record incidents in one database and answer for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentIT {
    private static final String PATH = "/api/monitoring/incidents";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant ONSET = Instant.parse("2026-11-21T09:37:00Z");
    private static final String SELECT = "SELECT * FROM product WHERE id = ?";
    private static final String HOSTILE = "<script>alert(1)</script> & \u202egnp";

    private final Store store = Store.create();
    private final TestClock clock = new TestClock(NOW);
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();
    private final QueryServer other =
            QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();
    private final IncidentRecorder recorder = server.bean(IncidentRecorder.class);
    private final IncidentRecorder otherRecorder = other.bean(IncidentRecorder.class);

    /** An hour and a quarter of requests to a route, which is slow at the end because of its statement. */
    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        List<CallSummary> calls = new ArrayList<>();
        for (Instant at = ONSET.minus(Duration.ofMinutes(75)); at.isBefore(NOW); at = at.plusSeconds(2)) {
            boolean isBad = !at.isBefore(ONSET);
            long db = isBad ? 206_000 : 6_000;
            int status = isBad && at.getEpochSecond() % 100 == 0 ? 500 : 200;
            requests.add(measured(
                    Requests.request(at, "shop", "GET", "/statement", status, 4_000 + db),
                    new RequestParts(db, 2, 0, 0, 0, 0, 0)));
            if (at.getEpochSecond() % 10 == 0) {
                calls.add(calls(at, "/statement", CallKind.DB, "shop", SELECT, 10, db / 2));
            }
        }
        store.requests(requests);
        Calls.store(store, calls);
        store.error(
                ONSET.minusSeconds(60), "0af7651916cd43dd8448eb211c80319c", "java.io.IOException", "before", "at a");
        store.error(
                ONSET.plusSeconds(20),
                "1af7651916cd43dd8448eb211c80319c",
                "java.io.IOException",
                HOSTILE,
                "at b\n\tat c");
        store.sample(NOW.minusSeconds(4), "shop", "shop-1", Map.of(), "jvm_uptime_seconds", 630);
    }

    @BeforeEach
    void clear() throws SQLException {
        clock.set(NOW);
        store.execute("DELETE FROM incident");
        store.execute("DELETE FROM incident_watch");
    }

    @AfterAll
    void close() {
        other.close();
        server.close();
    }

    private double count(String condition) throws SQLException {
        return store.number("SELECT count(*) FROM incident WHERE " + condition);
    }

    private JsonNode list(String parameters) {
        return server.json(PATH + "?" + parameters);
    }

    /** What the diagnosis of the present says about the stored requests. */
    private DiagnosisAnswer diagnosis() throws IOException {
        String path = "/api/monitoring/diagnosis?period=15m";
        // On a busy machine, the time for an answer may not suffice.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> server.fresh(path).get("complete").asBoolean());
        return server.bean(JsonMapper.class).readValue(server.get(path).body(), DiagnosisAnswer.class);
    }

    @Test
    void answer_recordedByTwoServicesAtOnce_isOneRow() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 10; round++) {
                DiagnosisAnswer answer = answer(round * 5L, slow("/a", -30), slow("/b", -20));
                List<Callable<Boolean>> work = new ArrayList<>();
                for (IncidentRecorder one : List.of(recorder, otherRecorder, recorder, otherRecorder)) {
                    work.add(() -> {
                        one.diagnosed(answer);
                        return true;
                    });
                }
                for (Future<Boolean> done : executor.invokeAll(work)) {
                    assertThat(done.get()).isTrue();
                }
            }
        }

        assertThat(count("true")).isEqualTo(2);
        assertThat(count("last_seen = '" + at(45) + "' AND ended_at IS NULL")).isEqualTo(2);
    }

    @Test
    void serviceThatStartsAgain_continuesIncidents_andEndsThoseThatAreOver() throws SQLException {
        recorder.diagnosed(answer(0, slow("/a", -30), slow("/b", -30)));
        otherRecorder.diagnosed(answer(60, slow("/a", -30)));
        otherRecorder.diagnosed(answer(120, slow("/a", -30)));

        assertThat(count("true")).isEqualTo(2);
        assertThat(count("route = '/a' AND ended_at IS NULL AND onset = '" + at(-30) + "'"))
                .isEqualTo(1);
        assertThat(count("route = '/b' AND ended_at = '" + at(0) + "'")).isEqualTo(1);
        assertThat(store.number("SELECT count(*) FROM incident_watch WHERE since = '" + at(0) + "' AND judged_until = '"
                        + at(120) + "'"))
                .isEqualTo(1);
        otherRecorder.diagnosed(answer(7200));
        assertThat(store.number("SELECT count(*) FROM incident_watch WHERE since = '" + at(7200) + "'"))
                .isEqualTo(1);
        assertThat(count("ended_at = '" + at(120) + "'")).isEqualTo(1);
    }

    @Test
    void incident_endsAndIsReopened() throws SQLException {
        recorder.diagnosed(answer(0, slow("/a", -30)));
        recorder.diagnosed(answer(60, over("/a", -30, 20)));
        assertThat(count("ended_at = '" + at(20) + "'")).isEqualTo(1);
        recorder.diagnosed(answer(120, slow("/a", 100)));

        assertThat(count("true")).isEqualTo(1);
        assertThat(count("ended_at IS NULL AND onset = '" + at(-30) + "'")).isEqualTo(1);
    }

    @Test
    void incidentsThatTurnOutToBeOne_areMerged_intoTheOldest() throws SQLException {
        recorder.diagnosed(answer(0, slow("/a", -20), slow("/b", -30)));
        double oldest = store.number("SELECT id FROM incident WHERE route = '/b'");
        otherRecorder.diagnosed(answer(5, caused("/a", -20, SELECT, 90, "shop GET /b")));

        assertThat(count("true")).isEqualTo(1);
        assertThat(store.number("SELECT id FROM incident")).isEqualTo(oldest);
        assertThat(count("route = '/a' AND cause_kind = 'slow_statement' AND cause_culprit = '" + SELECT
                        + "' AND onset = '" + at(-30) + "' AND affected @> '{shop GET /a,shop GET /b}'"))
                .isEqualTo(1);
    }

    @Test
    void whatIsOlderThanWindowsOfAnHour_isDeleted_andWhatGoesOnIsNot() throws SQLException {
        recorder.diagnosed(answer(0, slow("/a", -30), slow("/b", -30)));
        recorder.diagnosed(answer(60, slow("/a", -30), over("/b", -30, 20)));
        recorder.diagnosed(answer(65, slow("/a", -30)));
        clock.advance(Duration.ofDays(399));
        otherRecorder.diagnosed(answer(70, slow("/a", -30)));
        assertThat(count("true")).isEqualTo(2);
        clock.advance(Duration.ofDays(2));
        otherRecorder.diagnosed(answer(75, slow("/a", -30)));

        assertThat(count("true")).isEqualTo(1);
        assertThat(count("route = '/a'")).isEqualTo(1);
    }

    @Test
    void roleThatOnlyReads_recordsAsAMemberOfPgMonitor_andOthersAreToldSo() throws SQLException {
        store.execute("DROP ROLE IF EXISTS incident_reader");
        store.execute("CREATE ROLE incident_reader LOGIN PASSWORD 'r'");
        store.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO incident_reader");
        try (var reader = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .with("tidemark.postgres.user", "incident_reader")
                .with("tidemark.postgres.password", "r")
                .clock(clock)
                .start()) {
            IncidentRecorder one = reader.bean(IncidentRecorder.class);
            assertThatThrownBy(() -> one.diagnosed(answer(0, slow("/a", -30))))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("permission denied for table incident");
            JsonNode unknown = reader.json(PATH + "?period=15m").at("/unknown/0");
            assertThat(unknown.get("remedy").asText()).startsWith("run GRANT pg_monitor TO ");
            store.execute("GRANT pg_monitor TO incident_reader");
            one.diagnosed(answer(0, slow("/a", -30)));
        } finally {
            store.execute("DROP OWNED BY incident_reader; DROP ROLE incident_reader");
        }
        assertThat(count("true")).isEqualTo(1);
    }

    @Test
    void largeDiagnosis_isStoredInABoundedSize() throws SQLException {
        Diagnosis huge = caused("/a", -30, "SELECT " + "x".repeat(100_000), 90);
        recorder.diagnosed(answer(0, huge));

        assertThat(store.number("SELECT octet_length(answer::text) FROM incident"))
                .isBetween(500.0, (double) DiagnosisJson.MOST_BYTES);
    }

    @Test
    void list_isNewestFirst_pageByPage_andOfOneService() throws SQLException {
        for (int i = 0; i < 5; i++) {
            recorder.diagnosed(answer(i, slow("/" + i, -10L * i)));
        }
        String span = "from=2026-11-21T09:00:00Z&to=2026-11-21T09:40:00Z";
        JsonNode all = list(span);
        assertThat(all.get("incidents").findValuesAsText("route")).containsExactly("/0", "/1", "/2", "/3", "/4");
        assertThat(all.get("watching_since").asText()).isEqualTo(at(0).toString());
        assertThat(all.get("next").isNull()).isTrue();

        List<String> routes = new ArrayList<>();
        String before = "";
        for (int page = 0; page < 3; page++) {
            JsonNode one = list(span + "&limit=2" + before);
            routes.addAll(one.get("incidents").findValuesAsText("route"));
            before = "&before=" + one.get("next").asText();
        }
        assertThat(routes).containsExactly("/0", "/1", "/2", "/3", "/4");
        assertThat(list(span + "&service=shop").get("incidents")).hasSize(5);
        assertThat(list(span + "&service=other").get("incidents")).isEmpty();
        assertThat(list("from=2026-11-21T08:00:00Z&to=2026-11-21T09:00:00Z").get("incidents"))
                .isEmpty();
    }

    @Test
    void parametersThatCannotBeRead_areRefused_andUnknownIncidentsAreNotFound() {
        for (String bad : List.of("?period=2h", "?limit=0", "?limit=201", "?before=x", "?from=x", "?page=1", "/x")) {
            var answer = server.get(PATH + bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        for (String path : List.of("/999999", "/999999/evidence", "/999999/evidence?format=html")) {
            var answer = server.get(PATH + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("incident 999999 is not stored");
        }
        assertThat(server.get(PATH + "/1/evidence?format=pdf").statusCode()).isEqualTo(400);
    }

    @Test
    void incidentOfStoredRequests_isThatOfTheDiagnosis_withItsEvidence() throws Exception {
        recorder.diagnosed(diagnosis());
        JsonNode answer = list("period=1h");
        assertThat(answer.get("incidents")).as(answer.toString()).hasSize(1);
        JsonNode incident = answer.get("incidents").get(0);
        JsonNode expected = server.json("/api/monitoring/diagnosis?period=15m").at("/diagnoses/0");
        for (String field : List.of("service", "method", "route", "kind", "text", "explained_percent")) {
            assertThat(incident.get(field)).as(field).isEqualTo(expected.get(field));
        }
        assertThat(incident.get("onset")).isEqualTo(expected.get("since"));
        assertThat(incident.at("/cause/culprit")).isEqualTo(expected.at("/causes/0/culprit"));
        assertThat(incident.at("/cause/action")).isEqualTo(expected.at("/causes/0/action"));
        assertThat(answer.at("/starts/0/ts").asText()).isEqualTo("2026-11-21T09:30:00Z");
        JsonNode one = server.json(PATH + "/" + incident.get("id").asLong());
        assertThat(one.get("diagnosis")).isEqualTo(expected);

        var file = server.get(PATH + "/" + incident.get("id").asLong() + "/evidence");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; ");
        JsonNode bundle = QueryServer.json(file);
        assertThat(bundle.get("tidemark_version").asText()).matches("\\d+\\.\\d+.*");
        assertThat(bundle.get("diagnosis")).isEqualTo(expected);
        Instant onset = Instant.parse(incident.get("onset").asText());
        long requests = 0;
        for (JsonNode row : section(bundle, "latency", 0).get("rows")) {
            requests += row.get("count").asLong();
        }
        assertThat(requests).isEqualTo((long) store.number("SELECT sum(count) FROM rollup_10s WHERE window_start >= '"
                + onset.minus(Duration.ofMinutes(15)) + "'"));
        JsonNode lines = section(bundle, "logs", 0).get("rows");
        assertThat(lines.findValuesAsText("message")).containsExactly(HOSTILE);
        assertThat(section(bundle, "calls", 1).get("rows").findValuesAsText("operation"))
                .contains(SELECT);
        JsonNode failing = section(bundle, "traces_failing", 0);
        double failed = store.number("SELECT count(*) FROM request JOIN label_set l ON l.id = label_set_id"
                + " WHERE status = 500 AND ts >= '" + onset + "'");
        assertThat(failing.get("rows").size() + failing.get("left_out").asLong())
                .isEqualTo((long) failed);
        JsonNode slowest = section(bundle, "traces_slowest", 0);
        assertThat(slowest.get("rows")).hasSize(EvidenceBundles.MOST_ROWS);
        assertThat(slowest.get("left_out").asLong()).isEqualTo(50);
        assertThat(slowest.get("left_out_is_minimum").asBoolean()).isTrue();
    }

    /** Without a yesterday, the last hours are all that there is to compare with. */
    @ParameterizedTest
    @CsvSource({"slow-route, slow-route GET /recorded, 1", "slow-service, slow-service, 2"})
    void endpointThatIsSlowForHours_doesNotBecomeItsOwnBaseline_ifThatIsRecorded_ofItOrItsService(
            String service, String recorded, int found) throws SQLException {
        Instant now = NOW.minus(Duration.ofDays(3));
        Instant onset = now.minus(Duration.ofHours(7));
        List<RequestEvent> requests = new ArrayList<>();
        for (Instant at = onset.minus(Duration.ofHours(1)); at.isBefore(now); at = at.plusSeconds(6)) {
            long micros = (at.isBefore(onset) ? 10_000 : 200_000) + at.getEpochSecond() % 1_000;
            for (String route : List.of("/recorded", "/unrecorded")) {
                requests.add(Requests.request(at, service, "GET", route, 200, micros));
            }
        }
        store.requests(requests);
        record("slow", recorded, onset);

        JsonNode answer = diagnosis(service, now);
        assertThat(answer.get("diagnoses")).as(answer.toString()).hasSize(found);
        assertThat(answer.get("diagnoses").findValuesAsText("route")).contains("/recorded");
        assertThat(answer.at("/diagnoses/0/since").asText()).isEqualTo(onset.toString());
        assertThat(answer.at("/diagnoses/0/before/mean_ms").asDouble()).isBetween(10.0, 11.0);
        assertThat(answer.at("/diagnoses/0/after/mean_ms").asDouble()).isBetween(200.0, 201.0);
    }

    @Test
    void endpointThatGetsSlowDuringTheIncidentOfAnother_isSlowSinceItIs() throws SQLException {
        Instant now = NOW.minus(Duration.ofDays(11));
        Instant onset = now.minus(Duration.ofMinutes(10));
        List<RequestEvent> requests = new ArrayList<>();
        for (Instant at = now.minus(Duration.ofHours(7)); at.isBefore(now); at = at.plusSeconds(4)) {
            long micros = (at.isBefore(onset) ? 10_000 : 200_000) + at.getEpochSecond() % 1_000;
            requests.add(Requests.request(at, "later", "GET", "/", 200, micros));
        }
        store.requests(requests);
        record("slow", "another GET /,later GET /", now.minus(Duration.ofHours(6)));

        JsonNode answer = diagnosis("later", now);
        assertThat(answer.get("diagnoses")).as(answer.toString()).hasSize(1);
        assertThat(Instant.parse(answer.at("/diagnoses/0/since").asText()))
                .isCloseTo(onset, within(60, ChronoUnit.SECONDS));
        assertThat(answer.at("/diagnoses/0/before/mean_ms").asDouble()).isBetween(10.0, 11.0);
    }

    @Test
    void earlierTrouble_isNoPartOfWhatASlowEndpointIsComparedWith() throws SQLException {
        Instant now = NOW.minus(Duration.ofDays(17));
        Instant onset = now.minus(Duration.ofMinutes(5));
        Instant trouble = now.minus(Duration.ofMinutes(25));
        Instant end = trouble.plus(Duration.ofMinutes(10));
        List<RequestEvent> requests = new ArrayList<>();
        for (Instant at = now.minus(Duration.ofHours(2)); at.isBefore(now); at = at.plusSeconds(1)) {
            boolean isTrouble = !at.isBefore(trouble) && at.isBefore(end);
            long micros = isTrouble ? 5_000_000 : at.isBefore(onset) ? 10_000 : 200_000;
            requests.add(Requests.request(
                    at, "again", "GET", "/", isTrouble ? 500 : 200, micros + at.getEpochSecond() % 1_000));
        }
        store.requests(requests);
        record("failing", "again GET /", trouble);
        store.execute("UPDATE incident SET ended_at = ?", end.atOffset(ZoneOffset.UTC));
        // That of another service says nothing about this one.
        store.execute("""
                INSERT INTO incident OVERRIDING SYSTEM VALUE
                SELECT (jsonb_populate_record(i, jsonb_build_object(
                    'id', -1, 'affected', ARRAY['another GET /'], 'onset', ?::timestamptz, 'ended_at', NULL))).*
                FROM incident AS i
                """, now.minus(Duration.ofHours(2)).atOffset(ZoneOffset.UTC));

        JsonNode slow = diagnosis("again", now).at("/diagnoses/0");
        assertThat(Instant.parse(slow.get("since").asText())).isCloseTo(onset, within(60, ChronoUnit.SECONDS));
        assertThat(slow.at("/before/mean_ms").asDouble()).as(slow.toString()).isBetween(10.0, 11.0);
        assertThat(slow.get("text").asText()).contains("p95 201 ms instead of 11 ms");
    }

    private void record(String kind, String names, Instant onset) throws SQLException {
        recorder.diagnosed(answer(-5, slow("/other", -30)));
        store.execute(
                "UPDATE incident SET kind = ?, affected = string_to_array(?, ','), onset = ?, ended_at = NULL",
                kind,
                names,
                onset.atOffset(ZoneOffset.UTC));
    }

    private JsonNode diagnosis(String service, Instant now) {
        return server.json(
                "/api/monitoring/diagnosis?service=" + service + "&from=" + now.minusSeconds(900) + "&to=" + now);
    }

    /** Requests of an hour. */
    private static List<RequestEvent> hour(String service, Instant end) {
        List<RequestEvent> requests = new ArrayList<>();
        for (Instant at = end.minus(Duration.ofHours(1)); at.isBefore(end); at = at.plusSeconds(2)) {
            requests.add(Requests.request(at, service, "GET", "/", 200, 10_000));
        }
        return requests;
    }

    @Test
    void serviceThatIsSilentForHours_isReportedForADay_ifThatIsRecorded() throws SQLException {
        Instant now = NOW.minus(Duration.ofDays(5));
        Instant onset = now.minus(Duration.ofHours(20)).plusSeconds(10);
        store.requests(hour("dead", onset));
        assertThat(diagnosis("dead", now.minusSeconds(60)).get("diagnoses")).isEmpty();

        record("silent", "dead", onset);
        JsonNode answer = diagnosis("dead", now);
        assertThat(answer.get("diagnoses")).as(answer.toString()).hasSize(1);
        assertThat(answer.at("/diagnoses/0/kind").asText()).isEqualTo("silent");
        assertThat(answer.at("/diagnoses/0/since").asText()).isEqualTo(onset.toString());
        assertThat(answer.at("/diagnoses/0/before/requests_per_second").asDouble())
                .isCloseTo(0.5, within(0.02));
        assertThat(diagnosis("dead", now.plus(Duration.ofHours(5))).get("diagnoses"))
                .isEmpty();
        store.requests(List.of(Requests.request(now.minusSeconds(100), "dead", "GET", "/", 200, 10_000)));
        assertThat(diagnosis("dead", now.plusSeconds(60)).get("diagnoses")).isEmpty();
    }

    /** An hour after the last request, yesterday at this time tells nothing by itself. */
    @Test
    void silence_thatBeganAtItsUsualTime_isNone() throws SQLException {
        Instant now = NOW.minus(Duration.ofDays(8));
        Instant last = now.minus(Duration.ofMinutes(50));
        store.requests(hour("office", last));
        store.requests(hour("office", last.minus(Duration.ofDays(1))));
        store.requests(hour("shop-that-never-closes", last));

        assertThat(diagnosis("office", now).get("diagnoses")).isEmpty();
        assertThat(diagnosis("shop-that-never-closes", now)
                        .at("/diagnoses/0/kind")
                        .asText())
                .isEqualTo("silent");
    }

    @Test
    void evidencePage_needsNothingElse_andEscapesWhatItShows() throws Exception {
        recorder.diagnosed(diagnosis());
        long id = list("period=5m").at("/incidents/0/id").asLong();
        var file = server.get(PATH + "/" + id + "/evidence?format=html");
        Document page = Jsoup.parse(file.body());

        assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe-inline");
        assertThat(page.select("script, link, img, iframe, [src], [href], [onclick]"))
                .isEmpty();
        assertThat(page.text())
                .contains("<script>alert(1)</script> & \\u202egnp")
                .contains(SELECT)
                .contains("Requests in windows of 10 s");
        assertThat(page.select("table")).hasSizeGreaterThan(6);
        assertThat(page.select("td").eachText()).noneMatch(text -> text.startsWith("[{"));
        assertThat(page.select("section:contains(The slowest requests) > p").text())
                .contains("In all rows: ")
                .contains("service shop")
                .contains("method GET");
        assertThat(page.select(".below td").eachText()).contains("stack_trace: at b at c");
        assertThat(file.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(4 << 20);
    }

    @Test
    void export_hasTheSameIncidents() throws Exception {
        recorder.diagnosed(diagnosis());
        JsonNode row = list("period=15m").at("/incidents/0");
        String csv =
                server.get("/api/monitoring/export?table=incidents&period=15m").body();

        assertThat(csv.lines().findFirst().orElseThrow()).contains("id,service,method,route,kind,onset");
        assertThat(csv.lines().count()).isEqualTo(2);
        assertThat(csv).contains(row.get("onset").asText());
        for (String table : List.of("errors", "traces_slowest", "traces_failing")) {
            String rows = server.get("/api/monitoring/export?format=json&period=15m&route=/statement&table=" + table)
                    .body();
            assertThat(rows.lines().count()).as(table).isPositive();
        }
    }

    private static JsonNode section(JsonNode bundle, String name, int index) {
        List<JsonNode> found = new ArrayList<>();
        bundle.get("sections").forEach(section -> {
            if (section.get("name").asText().equals(name)) {
                found.add(section);
            }
        });
        assertThat(found.get(index).get("unknown").isNull())
                .as(found.get(index).toString())
                .isTrue();
        return found.get(index);
    }
}
