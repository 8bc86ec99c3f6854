package dev.tidemark.demo.inventory;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import java.util.Map;

/** The directory of warehouses. The fault {@code errors} removes one of them, like a broken reload of the directory. */
final class Warehouses {

    private static final Map<String, String> CITIES =
            Map.of("W1", "Bergen", "W2", "Brest", "W3", "Cork", "W4", "Gdańsk", "W5", "Porto");
    private static final String LOST = "W3";

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
        String city = code.equals(LOST) && faults.isOn(Fault.ERRORS) ? null : CITIES.get(code);
        if (city == null) {
            throw new IllegalStateException("no warehouse \"" + code + "\" in the directory");
        }
        return city;
    }
}
