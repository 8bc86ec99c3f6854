package dev.tidemark.demo.shop.stock;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** A request to reserve products. */
@Serdeable
public record Reservation(List<Line> lines) {

    /** A quantity of one product. */
    @Serdeable
    public record Line(String sku, int quantity) {}

    /** The id of a reservation. */
    @Serdeable
    record Receipt(long id) {}

    /** The stock of one product. */
    @Serdeable
    record Stock(String sku, int available) {}
}
