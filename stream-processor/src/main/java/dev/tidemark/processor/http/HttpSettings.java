package dev.tidemark.processor.http;

import dev.tidemark.processor.settings.SettingReader;

/**
 * The address of the management server.
 *
 * @param host {@code tidemark.processor.http.host}: the address to listen on; 127.0.0.1, so that other machines have no access by
 *     default
 * @param port {@code tidemark.processor.http.port}: the port; 0 for any that is free; 8083
 */
public record HttpSettings(String host, int port) {

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static HttpSettings from(SettingReader in) {
        return new HttpSettings(
                in.text("tidemark.processor.http.host", "127.0.0.1"),
                in.number("tidemark.processor.http.port", 8083, 0, 65_535));
    }
}
