package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.requests.EndpointMeanQueries.Sum;
import org.junit.jupiter.api.Test;

class EndpointMeansTest {
    private static EndpointMeans means(double... millis) {
        EndpointMeans means = new EndpointMeans(100, millis.length);
        for (int i = 0; i < millis.length; i++) {
            if (millis[i] >= 0) {
                means.add(new Sum(1, 100 + i, 4, 4 * 1000 * millis[i]));
            }
        }
        return means;
    }

    @Test
    void usual_isNotMovedByAFaultThatLastsLessThanHalfOfTheTime() {
        assertThat(means(10, 10, 11, 900, 900, 900, 11).usual(1)).isEqualTo(11.0);
    }

    @Test
    void usual_ofFewSteps_isUnknown() {
        assertThat(means(10, 10, -1, 10, 10).usual(1)).isNull();
        assertThat(means(10, 10, 10, 10, 10, 10).usual(2)).isNull();
    }

    @Test
    void from_theStartOfTheSpan_hasGapsWhereThereWasNoRequest() {
        assertThat(means(1, 2, -1, 4).from(101)).containsExactly(2.0, null, 4.0);
    }

    @Test
    void add_sumsOfTheSameStep_areOneMean() {
        EndpointMeans means = new EndpointMeans(100, 1);
        means.add(new Sum(1, 100, 1, 1000));
        means.add(new Sum(1, 100, 3, 9000));
        means.add(new Sum(1, 99, 3, 9000));

        assertThat(means.from(100)).containsExactly(2.5);
    }
}
