package dev.tidemark.embedded;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SASL over TLS for a broker: users with a password (PLAIN), and a self-signed certificate that clients with
 * {@link #clientProperties()} trust. The first user may do everything; the others only what ACLs allow. Immutable.
 */
public final class KafkaSecurity {

    private static final String USER = "tidemark";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\"";
    private static final String STORE_TYPE = "PKCS12";
    private static final long KEYTOOL_SECONDS = 60;

    private final List<String> users;
    private final Path keys;
    private final Path trusted;
    private final String password = UUID.randomUUID().toString();

    private KafkaSecurity(Path folder, List<String> users) {
        this.users = users;
        keys = folder.resolve("broker.p12");
        trusted = folder.resolve("trusted.p12");
    }

    /**
     * Makes the certificate with the JDK's keytool. The key stores are kept in {@code folder}, which must exist.
     *
     * @param users the names of users besides the first, {@code tidemark}
     */
    public static KafkaSecurity create(Path folder, String... users) {
        var security = new KafkaSecurity(folder, List.of(users));
        String certificate = folder.resolve("broker.pem").toString();
        security.keytool(
                security.keys,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2");
        security.keytool(security.keys, "-exportcert", "-alias", "broker", "-rfc", "-file", certificate);
        security.keytool(security.trusted, "-importcert", "-noprompt", "-alias", "broker", "-file", certificate);
        return security;
    }

    /** The same settings, but clients must authenticate over TLS. */
    public KafkaSettings on(KafkaSettings settings) {
        KafkaSettings secured = settings;
        for (Map.Entry<String, String> property : brokerProperties().entrySet()) {
            secured = secured.with(property.getKey(), property.getValue());
        }
        return secured;
    }

    private Map<String, String> brokerProperties() {
        String listener = "listener.name.clients.";
        var all = new TreeMap<String, String>();
        all.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT");
        all.put("sasl.enabled.mechanisms", "PLAIN");
        // The broker also connects to itself as a client.
        all.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        all.put(
                listener + "plain.sasl.jaas.config",
                LOGIN.formatted(USER, password)
                        + Stream.concat(Stream.of(USER), users.stream())
                                .map(user -> " user_" + user + "=\"" + password + "\"")
                                .collect(Collectors.joining())
                        + ";");
        if (!users.isEmpty()) {
            all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            // The controller's listener has no users.
            all.put("super.users", "User:" + USER + ";User:ANONYMOUS");
        }
        all.put(listener + "ssl.keystore.location", keys.toString());
        all.put(listener + "ssl.keystore.password", password);
        all.put(listener + "ssl.keystore.type", STORE_TYPE);
        all.put(listener + "ssl.truststore.location", trusted.toString());
        all.put(listener + "ssl.truststore.password", password);
        all.put(listener + "ssl.truststore.type", STORE_TYPE);
        return all;
    }

    /** The client properties of the first user, with Kafka's names. */
    public Map<String, String> clientProperties() {
        return clientProperties(USER);
    }

    /** The client properties of a user. */
    public Map<String, String> clientProperties(String user) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN.formatted(user, password) + ";",
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.password",
                password,
                "ssl.truststore.type",
                STORE_TYPE);
    }

    private void keytool(Path store, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", STORE_TYPE, "-storepass", password));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BackendException("keytool " + arguments[0] + " failed: " + output);
            }
        } catch (IOException e) {
            throw new BackendException("keytool cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while a certificate was made", e);
        }
    }
}
