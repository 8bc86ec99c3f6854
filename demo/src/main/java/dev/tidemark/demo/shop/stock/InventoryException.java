package dev.tidemark.demo.shop.stock;

import org.jspecify.annotations.Nullable;

/** The inventory could not be reached, or failed. */
public final class InventoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InventoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
