package dev.tidemark.demo.inventory;

import dev.tidemark.demo.database.Database;
import java.sql.Array;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reservations of products, in PostgreSQL. Thread-safe. */
final class Reservations {

    private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);

    private final Database database;
    private final Stocks stocks;
    private final Warehouses warehouses;

    Reservations(Database database, Stocks stocks, Warehouses warehouses) {
        this.database = database;
        this.stocks = stocks;
        this.warehouses = warehouses;
    }

    /** Reserves all products or none; empty if the stock is too low. */
    OptionalLong reserve(List<ReservationLine> lines) {
        List<String> skus = lines.stream().map(ReservationLine::sku).toList();
        List<String> cities =
                stocks.warehouses(skus).stream().map(warehouses::city).sorted().toList();
        Optional<Long> made = database.row(
                ReservationStatements.RESERVE,
                row -> row.getLong("id"),
                skus.toArray(String[]::new),
                lines.stream().mapToInt(ReservationLine::quantity).toArray());
        if (made.isEmpty()) {
            LOG.warn("not enough in stock for {}", lines);
            return OptionalLong.empty();
        }
        stocks.forgetCopies(skus);
        LOG.info("reservation {} of {} products from {}", made.get(), lines.size(), cities);
        return OptionalLong.of(made.get());
    }

    Optional<Reservation> reservation(long id) {
        return database.row(
                ReservationStatements.BY_ID,
                row -> new Reservation(
                        row.getLong("id"), texts(row.getArray("skus")), row.getObject("made_at", OffsetDateTime.class)),
                id);
    }

    /** Releases a reservation; false if it does not exist. */
    boolean release(long id) {
        return database.change(ReservationStatements.RELEASE, id) > 0;
    }

    int forgetOld() {
        return database.change(ReservationStatements.FORGET);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** A reservation. */
    record Reservation(long id, List<String> skus, OffsetDateTime madeAt) {}
}
