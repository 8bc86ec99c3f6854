package dev.tidemark.query.incident;

import static dev.tidemark.query.incident.Answers.answer;
import static dev.tidemark.query.incident.Answers.at;
import static dev.tidemark.query.incident.Answers.caused;
import static dev.tidemark.query.incident.Answers.finding;
import static dev.tidemark.query.incident.Answers.over;
import static dev.tidemark.query.incident.Answers.sinceBefore;
import static dev.tidemark.query.incident.Answers.slow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.diagnosis.DiagnosisAnswer;
import dev.tidemark.query.incident.IncidentRules.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IncidentRulesTest {
    private final Map<Long, Incident> book = new TreeMap<>();
    private final Map<Long, String> texts = new TreeMap<>();

    /** Records an answer as the database does. */
    private List<Change> record(DiagnosisAnswer answer) {
        Instant oldest = answer.from().minus(Incident.COMES_BACK);
        List<Change> changes = IncidentRules.changes(
                book.values().stream()
                        .filter(one -> one.endedAt() == null || !one.endedAt().isBefore(oldest))
                        .toList(),
                answer);
        for (Change change : changes) {
            Incident before = change.before();
            long id = before == null ? book.size() + 1L : before.id();
            Finding kept = change.kept();
            if (kept != null) {
                texts.put(id, kept.diagnosis().text());
            }
            book.put(
                    id,
                    new Incident(
                            id,
                            kept == null
                                    ? Objects.requireNonNull(before).kind()
                                    : kept.diagnosis().kind(),
                            change.onset(),
                            change.lastSeen(),
                            change.absentSince(),
                            change.endedAt(),
                            kept == null ? Objects.requireNonNull(before).answeredAt() : answer.judgedUntil(),
                            kept == null ? Objects.requireNonNull(before).cause() : kept.cause(),
                            kept == null ? Objects.requireNonNull(before).explainedPercent() : kept.explainedPercent(),
                            change.affected(),
                            change.services()));
            change.merged().forEach(merged -> book.remove(merged.id()));
        }
        return changes;
    }

    private Incident only() {
        assertThat(book).hasSize(1);
        return book.values().iterator().next();
    }

    private List<Instant> ends() {
        List<Instant> ends = new ArrayList<>();
        book.values().forEach(one -> ends.add(one.endedAt()));
        return ends;
    }

    @Test
    void findingThatGoesOn_isOneIncident_whoseOnsetNeverMovesLater() {
        record(answer(0, slow("/a", -30)));
        record(answer(5, slow("/a", -40)));
        record(answer(10, slow("/a", -20)));

        assertThat(only().onset()).isEqualTo(at(-40));
        assertThat(only().lastSeen()).isEqualTo(at(10));
        assertThat(only().endedAt()).isNull();
    }

    @Test
    void findingWithAnEnd_endsItThere_andIsNotRecordedAgain() {
        record(answer(0, slow("/a", -30)));
        record(answer(60, over("/a", -30, 20)));
        assertThat(only().endedAt()).isEqualTo(at(20));

        assertThat(record(answer(70, over("/a", -30, 20)))).isEmpty();
        assertThat(record(answer(600, over("/a", -30, 20)))).isEmpty();
        assertThat(ends()).containsExactly(at(20));
    }

    @Test
    void findingThatIsAbsent_endsAfterAMinuteOfCompleteAnswers_whenItWasLastSeen() {
        record(answer(0, slow("/a", -30)));
        record(answer(5));
        record(answer(64));
        assertThat(only().endedAt()).isNull();
        record(answer(65));

        assertThat(only().endedAt()).isEqualTo(at(0));
    }

    @Test
    void incompleteAnswers_andSuchThatDoNotAdvance_endNothing() {
        record(answer(0, slow("/a", -30)));
        for (int second = 5; second < 200; second += 5) {
            record(answer(second, false));
            record(answer(second, false, over("/a", -30, 0)));
        }
        assertThat(only().endedAt()).isNull();
        for (int i = 0; i < 50; i++) {
            record(answer(200));
        }
        assertThat(only().endedAt()).isNull();
        // The control: a minute after the first complete one.
        record(answer(260));
        assertThat(only().endedAt()).isEqualTo(at(0));
    }

    @Test
    void absenceThatIsInterrupted_beginsAgain() {
        record(answer(0, slow("/a", -30)));
        record(answer(50));
        record(answer(55, slow("/a", -30)));
        record(answer(100));
        record(answer(150));

        assertThat(only().endedAt()).isNull();
    }

    @Test
    void findingThatComesBack_within2Minutes_isTheSameIncident_laterAnotherOne() {
        record(answer(0, slow("/a", -30)));
        record(answer(60, over("/a", -30, 20)));
        record(answer(150, slow("/a", 140)));
        assertThat(only().endedAt()).isNull();
        assertThat(only().onset()).isEqualTo(at(-30));

        record(answer(200, over("/a", 140, 160)));
        record(answer(300, slow("/a", 281)));
        assertThat(book).hasSize(2);
        assertThat(ends()).containsExactly(at(160), null);
    }

    @Test
    void otherEndpointsAndKinds_areOtherIncidents() {
        record(answer(0, slow("/a", -30), slow("/b", -30), finding("failing", "/a", -30, null, null, null)));

        assertThat(book).hasSize(3);
    }

    @Test
    void headThatChanges_isOneIncident() {
        record(answer(0, caused("/a", -30, "SELECT 1", 90, "shop GET /b")));
        record(answer(5, caused("/b", -20, "SELECT 1", 92, "shop GET /a")));
        record(answer(10, caused("/c", -20, "SELECT 1", 92)));
        record(answer(15, slow("/b", -20)));

        assertThat(only().onset()).isEqualTo(at(-30));
        assertThat(only().affected()).containsExactlyInAnyOrder("shop GET /a", "shop GET /b", "shop GET /c");
    }

    @Test
    void causeThatIsKnownLater_mergesIncidentsIntoTheOldest() {
        record(answer(0, slow("/a", -20)));
        record(answer(5, slow("/a", -20), slow("/b", -30), slow("/c", 0)));
        assertThat(book).hasSize(3);
        record(answer(10, caused("/a", -20, "SELECT 1", 90, "shop GET /b", "shop GET /c")));

        assertThat(only().id()).isEqualTo(2);
        assertThat(only().onset()).isEqualTo(at(-30));
        assertThat(only().cause()).isNotNull();
    }

    @Test
    void findingsOfOneAnswer_withTheSameCause_areOneIncident_thatEndsWithTheLast() {
        record(answer(0, caused("/a", -30, "SELECT 1", 90), finding("failing", "/b", -20, null, "SELECT 1", 60.0)));
        record(answer(
                60,
                finding("slow", "/a", -30, 20L, "SELECT 1", 90.0),
                finding("failing", "/b", -20, null, "SELECT 1", 60.0)));
        assertThat(only().endedAt()).isNull();
        record(answer(
                120,
                finding("slow", "/a", -30, 20L, "SELECT 1", 90.0),
                finding("failing", "/b", -20, 80L, "SELECT 1", 60.0)));

        assertThat(only().endedAt()).isEqualTo(at(80));
    }

    @Test
    void twoCausesAtOnce_areTwoIncidents_alsoIfOneEndpointHasBoth() {
        record(answer(0, caused("/a", -30, "SELECT 1", 90, "shop GET /b"), caused("/b", -20, "SELECT 2", 80)));
        record(answer(5, caused("/a", -30, "SELECT 1", 90, "shop GET /b"), caused("/b", -20, "SELECT 2", 80)));

        assertThat(book).hasSize(2);
        assertThat(book.values())
                .extracting(one -> Objects.requireNonNull(one.cause()).culprit())
                .containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void namedCause_isKept_whenTheFindingFades_andGivesWayToABetterOne() {
        record(answer(0, caused("/a", -30, "SELECT 1", 90)));
        record(answer(200, caused("/a", -30, "SELECT 1", 40)));
        record(answer(240, finding("slow", "/a", -30, 210L, null, null)));
        assertThat(texts.get(1L)).contains("because of SELECT 1");
        assertThat(only().endedAt()).isEqualTo(at(210));

        book.clear();
        record(answer(0, caused("/a", -30, "SELECT 1", 60)));
        record(answer(5, caused("/a", -30, "SELECT 2", 80)));
        assertThat(texts.get(1L)).contains("because of SELECT 2");
        // Soon after, a weaker one is not believed; when it stays, it is.
        record(answer(10, caused("/a", -30, "SELECT 3", 55)));
        assertThat(texts.get(1L)).contains("because of SELECT 2");
        record(answer(130, caused("/a", -30, "SELECT 3", 55)));
        assertThat(texts.get(1L)).contains("because of SELECT 3");
    }

    @Test
    void olderAnswer_changesNothing() {
        record(answer(10, slow("/a", -30)));
        assertThat(record(answer(5, slow("/a", -30)))).isEmpty();
        assertThat(record(answer(5))).isEmpty();
    }

    @Test
    void incidentOfAServiceThatStopped_isOver_orGoesOnIfItIsStillSo() {
        record(answer(0, slow("/a", -30), slow("/b", -30)));
        record(answer(7200, sinceBefore(slow("/b", 6300))));

        assertThat(ends()).containsExactly(at(0), null);
        assertThat(book).hasSize(2);
    }

    @Test
    void whatIsRemembered_isBounded() {
        String[] others = new String[500];
        for (int i = 0; i < others.length; i++) {
            others[i] = "shop GET /" + i;
        }
        record(answer(0, caused("/a", -30, "SELECT 1", 90, others)));

        assertThat(only().affected()).hasSize(IncidentRules.MOST_AFFECTED).contains("shop GET /a");
    }
}
