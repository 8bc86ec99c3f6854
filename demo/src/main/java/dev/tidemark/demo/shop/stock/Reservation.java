package dev.tidemark.demo.shop.stock;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** What the inventory is to keep aside. */
@Serdeable
public record Reservation(List<Line> lines) {

    /** So many of one thing. */
    @Serdeable
    public record Line(String sku, int quantity) {}

    /** The inventory's name for a reservation. */
    @Serdeable
    record Receipt(long id) {}

    /** What the inventory knows of one thing. */
    @Serdeable
    record Stock(String sku, int available) {}
}
