package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | identity",
                "gzip | gzip identity",
                "gzip, deflate, br, zstd | br gzip identity",
                "GZIP, Br | br gzip identity",
                "x-gzip | gzip identity",
                "br;q=0.5, gzip | gzip br identity",
                "br ; q=0.5 , gzip;q=0.8 | gzip br identity",
                "gzip;q=0 | identity",
                "br;q=1.0, gzip;q=0 | br identity",
                "* | br gzip identity",
                "*;q=0.5, gzip | gzip br identity",
                "br;q=0, * | gzip identity",
                "identity | identity",
                "identity, gzip;q=0.5 | identity gzip",
                "identity;q=0.5, gzip;q=0.5 | gzip identity",
                "identity;q=0, gzip | gzip",
                "identity;q=0 | ''",
                "*;q=0 | ''",
                "*;q=0, gzip | gzip",
                "*;q=0, identity;q=0.1 | identity",
                "gzip;q=2, br | br identity",
                "gzip;q=abc | identity",
                "brotli, gzipped | identity",
                ",, gzip ,, | gzip identity"
            })
    void accepted_areInTheOrderOfTheClient(String header, String codings) {
        assertThat(ContentCoding.accepted(List.of(header)).stream()
                        .map(ContentCoding::token)
                        .toList())
                .isEqualTo(codings.isEmpty() ? List.of() : List.of(codings.split(" ")));
    }

    @Test
    void accepted_withoutAHeaderIsIdentity_andTwoHeadersAreOneList() {
        assertThat(ContentCoding.accepted(List.of())).containsExactly(ContentCoding.IDENTITY);
        assertThat(ContentCoding.accepted(List.of("gzip;q=0.5", "br")))
                .containsExactly(ContentCoding.BROTLI, ContentCoding.GZIP, ContentCoding.IDENTITY);
    }
}
