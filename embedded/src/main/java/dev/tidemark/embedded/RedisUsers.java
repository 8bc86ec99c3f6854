package dev.tidemark.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The users of a Redis and their rights, as lines of its configuration. These have hashes instead of passwords. */
final class RedisUsers {

    private static final String READER_RIGHTS =
            "~* resetchannels -@all +@read +@connection -@dangerous +ping +info +select +client|setname +client|getname +client|id";
    private static final String APPLICATION_RIGHTS =
            "~* &* -@all +@read +@write +@connection +@transaction +@pubsub -@dangerous +ping +info +select"
                    + " +client|setname +client|getname +client|id";

    private RedisUsers() {}

    /** Everybody must log in, and only the administrator may change the server. */
    static String configuration(ServerAccess access) {
        return "user default off resetpass resetkeys resetchannels -@all\n"
                + line(access.admin(), "~* &* +@all")
                + line(access.application(), APPLICATION_RIGHTS)
                + line(access.reader(), READER_RIGHTS);
    }

    private static String line(Login login, String rights) {
        return "user " + login.user() + " on resetpass #" + sha256(login.password()) + " " + rights + "\n";
    }

    private static String sha256(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
