package dev.tidemark.processor.health;

import org.jspecify.annotations.Nullable;

/** The processor cannot start; the message says why and what is expected. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
