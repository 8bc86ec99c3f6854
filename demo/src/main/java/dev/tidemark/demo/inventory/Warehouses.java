package dev.tidemark.demo.inventory;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The directory of warehouses. The fault {@code errors} removes one of them, like a broken reload of the directory; with {@code
 * slow-inventory} it is slow, and with {@code failing-inventory} mostly out of order.
 */
final class Warehouses {

    private static final Map<String, String> CITIES =
            Map.of("W1", "Bergen", "W2", "Brest", "W3", "Cork", "W4", "Gdańsk", "W5", "Porto");
    private static final String LOST = "W3";
    private static final long SLOW_MILLIS = 400;
    private static final int READABLE_OF = 3;

    private final Faults faults;

    Warehouses(Faults faults) {
        this.faults = faults;
    }

    /**
     * Returns the city of a warehouse.
     *
     * @throws IllegalStateException if the warehouse is not in the directory
     */
    String city(String code) {
        if (faults.isOn(Fault.SLOW_INVENTORY)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS));
        }
        if (faults.isOn(Fault.FAILING_INVENTORY) && ThreadLocalRandom.current().nextInt(READABLE_OF) > 0) {
            throw new IllegalStateException("the directory of warehouses cannot be read");
        }
        String city = code.equals(LOST) && faults.isOn(Fault.ERRORS) ? null : CITIES.get(code);
        if (city == null) {
            throw new IllegalStateException("no warehouse \"" + code + "\" in the directory");
        }
        return city;
    }
}
