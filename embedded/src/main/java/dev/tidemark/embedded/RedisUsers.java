package dev.tidemark.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The users of a Redis and their rights, as lines of its configuration. These have hashes instead of passwords. */
final class RedisUsers {

    private RedisUsers() {}

    static String configuration(ServerAccess access) {
        return Resources.text("redis-users.conf")
                .replace("@admin@", hash(access.admin()))
                .replace("@application@", hash(access.application()))
                .replace("@reader@", hash(access.reader()));
    }

    private static String hash(Login login) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
            return "#" + HexFormat.of().formatHex(digest.digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
