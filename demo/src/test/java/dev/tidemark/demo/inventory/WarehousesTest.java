package dev.tidemark.demo.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import org.junit.jupiter.api.Test;

class WarehousesTest {

    @Test
    void city_withTheFaultErrors_isUnknownForOneWarehouse() {
        var faults = new Faults();
        var warehouses = new Warehouses(faults);
        assertThat(warehouses.city("W3")).isEqualTo("Cork");

        faults.switchOn(Fault.ERRORS);

        assertThat(warehouses.city("W2")).isEqualTo("Brest");
        assertThatThrownBy(() -> warehouses.city("W3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no warehouse \"W3\" in the directory");
    }
}
