package dev.tidemark.query.http;

import dev.tidemark.query.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * Where the service listens; {@code application.properties} hands both on to the server.
 *
 * @param host {@code tidemark.http.host}: {@code 127.0.0.1}, which only this machine reaches
 * @param port {@code tidemark.http.port}: 8080
 */
@Context
record HttpSettings(String host, int port) {
    @Inject
    HttpSettings(SettingsReader settings) {
        this(settings.text("tidemark.http.host", "127.0.0.1"), settings.number("tidemark.http.port", 8080, 0, 65_535));
    }
}
