package dev.tidemark.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void active_afterSwitching_listsWhatIsOn() {
        var faults = new Faults();
        assertThat(faults.active()).isEmpty();

        faults.switchOn(Fault.ERRORS);
        faults.switchOn(Fault.SLOW_DB);

        assertThat(faults.active()).containsExactly("slow-db", "errors");
        faults.clear();
        assertThat(faults.active()).isEmpty();
    }

    @Test
    void named_withAnUnknownName_isEmpty() {
        assertThat(Fault.named("slow-db")).contains(Fault.SLOW_DB);
        assertThat(Fault.named("SLOW_DB")).isEmpty();
        assertThat(Fault.names()).isEqualTo("slow-db, errors");
    }
}
