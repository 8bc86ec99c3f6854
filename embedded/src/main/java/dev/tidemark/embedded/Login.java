package dev.tidemark.embedded;

/** A user of a server, with the password. */
public record Login(String user, String password) {

    /** Omits the password. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
