package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.ServerAccess;
import dev.tidemark.embedded.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated passwords of one data folder: a file for each user of PostgreSQL and Redis, {@code postgres-tidemark_reader} for
 * example. The first start generates them; a deleted one is generated anew, and the servers take it at the next start.
 */
final class Credentials {

    private static final int BYTES = 24;
    /** What needs no escape in a URL, in pgpass, and in a configuration file of Redis. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~-]+");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final ServerAccess postgres;
    private final ServerAccess redis;

    private Credentials(Path folder) throws IOException {
        this.folder = PrivateFiles.folder(folder);
        this.postgres = access("postgres");
        this.redis = access("redis");
    }

    /**
     * Reads the passwords, and generates those that are missing.
     *
     * @throws LaunchException if the folder cannot be read or written
     */
    static Credentials in(Path folder) {
        try {
            return new Credentials(folder);
        } catch (IOException e) {
            throw new LaunchException("the credentials in " + folder + " cannot be read or written: " + e, e);
        }
    }

    ServerAccess postgres() {
        return postgres;
    }

    ServerAccess redis() {
        return redis;
    }

    /** Writes the passwords of PostgreSQL in the form that psql reads, for this address only. */
    void writePgpass(int port) {
        String lines = Stream.of(postgres.admin(), postgres.application(), postgres.reader())
                .map(login -> "127.0.0.1:" + port + ":*:" + login.user() + ":" + login.password() + "\n")
                .collect(Collectors.joining());
        try {
            PrivateFiles.write(folder.resolve("pgpass"), lines);
        } catch (IOException e) {
            throw new LaunchException("cannot write " + folder.resolve("pgpass") + ": " + e, e);
        }
    }

    private ServerAccess access(String server) throws IOException {
        return ServerAccess.withPasswords(
                password(server, ServerAccess.ADMIN),
                password(server, ServerAccess.APPLICATION),
                password(server, ServerAccess.READER));
    }

    private String password(String server, String user) throws IOException {
        Path file = folder.resolve(server + "-" + user);
        String kept = Files.exists(file) ? Files.readString(file).strip() : "";
        String password = kept.isEmpty() ? generated() : kept;
        if (!ALLOWED.matcher(password).matches()) {
            throw new LaunchException(
                    "the password in " + file
                            + " has other characters than letters, digits and . _ ~ -, or several lines; delete the file for a new password");
        }
        // Also restores the rights of a file that was copied.
        PrivateFiles.write(file, password + "\n");
        return password;
    }

    private static String generated() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
