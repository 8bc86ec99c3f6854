package dev.tidemark.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    @Test
    void product_isAnyOfThem() {
        var random = new SplittableRandom(7);

        assertThat(IntStream.generate(() -> Catalogue.product(random))
                        .limit(200_000)
                        .distinct())
                .hasSize(408)
                .allMatch(id -> id >= 1 && id <= 408);
    }
}
