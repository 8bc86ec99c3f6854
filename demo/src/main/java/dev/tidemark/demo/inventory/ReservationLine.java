package dev.tidemark.demo.inventory;

/** So many of one thing. */
record ReservationLine(String sku, int quantity) {}
