package dev.tidemark.demo.shop.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import org.junit.jupiter.api.Test;

class TaxesTest {

    private final Faults faults = new Faults();
    private final Taxes taxes = new Taxes(faults);

    @Test
    void gross_roundsToCents() {
        assertThat(taxes.gross(product("tools", 999))).isEqualTo(1199);
        assertThat(taxes.gross(product("books", 990))).isEqualTo(1040);
    }

    @Test
    void gross_withTheFaultErrors_isUnknownForReducedRates() {
        faults.switchOn(Fault.ERRORS);

        assertThat(taxes.gross(product("tools", 1000))).isEqualTo(1200);
        assertThatThrownBy(() -> taxes.gross(product("books", 1000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no tax rate for category \"books\" of product TM-0001");
    }

    private static Product product(String category, int priceCents) {
        return new Product(1, "TM-0001", "Oak Thing", category, "A thing.", priceCents);
    }
}
