package dev.tidemark.demo.inventory;

import dev.tidemark.demo.Instrumentation;
import dev.tidemark.demo.Start;
import dev.tidemark.demo.cache.Cache;
import dev.tidemark.demo.database.Database;
import dev.tidemark.demo.database.SchemaScript;
import dev.tidemark.demo.fault.Faults;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;

/** Starts the inventory. */
public final class Inventory {

    static final String NAME = "inventory";

    private Inventory() {}

    public static void main(String[] args) throws Exception {
        Start.of(Inventory::start);
    }

    private static void start() throws Exception {
        Instrumentation.configure(NAME);
        var settings = InventorySettings.from(SettingsReader.ofProcess(Component.INVENTORY));
        Start.requireFree(settings.host(), settings.port());
        var faults = new Faults();
        var database = new Database(settings.database(), SchemaScript.beside(Inventory.class), faults);
        var cache = new Cache(settings.redis());
        var stocks = new Stocks(database, cache);
        var warehouses = new Warehouses(faults);
        var reservations = new Reservations(database, stocks, warehouses);
        var replenishment = new Replenishment(stocks, reservations);
        var server = new InventoryServer(
                settings.host(),
                settings.port(),
                new StockServlet(stocks, warehouses),
                new ReservationServlet(reservations),
                new HealthServlet(database, cache),
                new FaultServlet(faults));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            replenishment.close();
                            cache.close();
                            database.close();
                        },
                        "inventory-stop"));
        server.start();
        replenishment.start();
    }
}
