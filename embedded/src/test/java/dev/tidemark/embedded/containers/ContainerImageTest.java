package dev.tidemark.embedded.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerImageTest {

    @Test
    void in_anEmptyEnvironment_isTheDefaultImage() {
        assertThat(ContainerImage.REDIS.in(Map.of())).isEqualTo("redis:7.2");
        assertThat(ContainerImage.REDIS.in(Map.of("TIDEMARK_TEST_REDIS_IMAGE", " ")))
                .isEqualTo("redis:7.2");
    }

    @Test
    void in_anEnvironmentWithItsVariable_isThatImage() {
        Map<String, String> environment = Map.of("TIDEMARK_TEST_POSTGRES_IMAGE", "mirror.example/postgres:18 ");

        assertThat(ContainerImage.POSTGRES.in(environment)).isEqualTo("mirror.example/postgres:18");
        assertThat(ContainerImage.KAFKA.in(environment)).isEqualTo(ContainerImage.KAFKA.standard());
    }
}
