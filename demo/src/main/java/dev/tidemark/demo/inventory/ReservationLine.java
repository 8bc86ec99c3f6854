package dev.tidemark.demo.inventory;

/** A quantity of one product. */
record ReservationLine(String sku, int quantity) {}
