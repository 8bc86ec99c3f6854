package dev.tidemark.query.counters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementCountersTest {

    @Test
    void slowSince_statementThatWasSlowOnlyBefore_isNotCounted() {
        assertThat(counters(1, 110, 100_000).slowSince(counters(1, 100, 99_000)))
                .isZero();
    }

    @Test
    void slowSince_statementThatBecameSlow_isCounted() {
        // Its average over all calls is only 2 ms.
        assertThat(counters(1, 100_010, 202_000).slowSince(counters(1, 100_000, 200_000)))
                .isEqualTo(1);
    }

    @Test
    void slowSince_statementWithoutNewCalls_isNotCounted() {
        assertThat(counters(1, 100, 99_000).slowSince(counters(1, 100, 99_000))).isZero();
    }

    @Test
    void slowSince_newStatement_usesAllItsCalls() {
        assertThat(counters(2, 1, 150).slowSince(counters(1, 100, 10))).isEqualTo(1);
        assertThat(counters(2, 2, 150).slowSince(counters(1, 100, 10))).isZero();
    }

    @Test
    void slowSince_statementEvictedByPostgres_usesTheCallsSinceThen() {
        assertThat(counters(1, 2, 500).slowSince(counters(1, 100, 1000))).isEqualTo(1);
    }

    @Test
    void slowSince_statementPossiblyOmittedBefore_isNotCounted() {
        StatementCounters.Builder full = new StatementCounters.Builder();
        for (int i = 0; i < StatementCounters.MOST + 5; i++) {
            full.add(i, 1, 1000, 0);
        }

        assertThat(counters(-7, 1, 150).slowSince(full.build())).isZero();
    }

    @Test
    void since_twoReadings_givesWhatTheStatementDid() {
        assertThat(counters(1, 103, 1060).since(counters(1, 100, 1000)))
                .containsExactly(new StatementCounters.StatementRise(1, 3, 60, 3));
    }

    @Test
    void since_aResetOfAll_countsFromZero_evenIfThereAreMoreCallsThanBefore() {
        StatementCounters.Builder after = new StatementCounters.Builder();
        after.reset(2);
        after.add(1, 150, 3000, 150);
        StatementCounters.Builder before = new StatementCounters.Builder();
        before.reset(1);
        before.add(1, 100, 1000, 100);

        assertThat(after.build().since(before.build()))
                .containsExactly(new StatementCounters.StatementRise(1, 150, 3000, 150));
        before.reset(2);
        assertThat(after.build().since(before.build()))
                .containsExactly(new StatementCounters.StatementRise(1, 50, 2000, 50));
    }

    private static StatementCounters counters(long id, long calls, double millis) {
        StatementCounters.Builder builder = new StatementCounters.Builder();
        builder.add(id, calls, millis, calls);
        return builder.build();
    }
}
