package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BackendSourceTest {

    @Test
    void of_noValue_returnsProcesses() {
        assertThat(BackendSource.of(null)).isEqualTo(BackendSource.PROCESSES);
        assertThat(BackendSource.of(" ")).isEqualTo(BackendSource.PROCESSES);
    }

    @Test
    void of_aKnownName_returnsThatSource() {
        assertThat(BackendSource.of("processes")).isEqualTo(BackendSource.PROCESSES);
        assertThat(BackendSource.of(" Containers")).isEqualTo(BackendSource.CONTAINERS);
    }

    @Test
    void of_anUnknownValue_isRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> BackendSource.of("docker"))
                .isInstanceOf(BackendException.class)
                .hasMessage("TIDEMARK_TEST_BACKENDS=docker: expected processes or containers");
    }
}
