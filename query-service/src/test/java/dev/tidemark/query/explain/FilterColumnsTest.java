package dev.tidemark.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filters are as PostgreSQL 18 prints them. */
class FilterColumnsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "(s.customer = $1) | customer",
                "(customer = $1) | customer",
                "((s.customer = $1) AND (s.note = $2)) | customer, note",
                "((s.at > $1) AND (s.at < $2) AND (s.customer = $3)) | customer, at<",
                "((s.status)::text = ($1)::text) | status::text",
                "((s.status)::text = ANY (($1)::text[])) | status::text",
                "(s.id = ANY ('?'::integer[])) | id",
                "(s.id = ANY (ARRAY[$1, $2, $3])) | id",
                "((s.status)::text = ANY (ARRAY[($1)::text, ($2)::text])) | status::text",
                "((s.paid IS NULL) AND (s.total >= '?'::numeric)) | paid, total<",
                "((s.\"Order No\" = $1) AND (s.\"a\"\"b\" = 5)) | \"Order No\", \"a\"\"b\"",
                "(s.at >= '?'::timestamp with time zone) | at<",
                "(s.active = true) | active",
                "((s.customer = $1) OR (s.note = $2)) | none",
                "((s.customer = $1) AND ((s.note = $2) OR (s.id = $3))) | customer",
                "(s.note ~~ $1) | none",
                "(s.note <> $1) | none",
                "(lower(s.note) = $1) | none",
                "((s.id + 1) = $1) | none",
                "(s.id = t.id) | none",
                "(t.customer = $1) | none",
                "(NOT (s.customer = $1)) | none",
                "((s.note = '?'::text) AND (s.customer = $1 | none",
                "((s.note)::date = $1) | none",
                "(s.customer = (InitPlan 1).col1) | none",
                "((s.doc ->> '?'::text) = $1) | none"
            })
    void of_findsWhatAnIndexCanLookUp(String filter, String columns) {
        String found = FilterColumns.of(filter, "s").stream()
                .map(column -> column.name()
                        + (column.cast() == null ? "" : "::" + column.cast())
                        + (column.exact() ? "" : "<"))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(columns == null ? "" : columns);
    }
}
