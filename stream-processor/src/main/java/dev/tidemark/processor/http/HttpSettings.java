package dev.tidemark.processor.http;

import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;

/**
 * The address of the management server.
 *
 * @param host {@code tidemark.processor.http.host}: the address to listen on; 127.0.0.1, so that other machines have no access by
 *     default
 * @param port {@code tidemark.processor.http.port}: the port; 0 for any that is free; 8083
 */
public record HttpSettings(String host, int port) {

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static HttpSettings from(SettingsReader in) {
        return new HttpSettings(in.get(ServerSetting.PROCESSOR_HTTP_HOST), in.get(ServerSetting.PROCESSOR_HTTP_PORT));
    }
}
