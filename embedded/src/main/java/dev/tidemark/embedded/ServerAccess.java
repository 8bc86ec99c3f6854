package dev.tidemark.embedded;

/**
 * The users of a PostgreSQL or Redis that people and applications share. Without it, a server is for tests only.
 *
 * @param admin may do everything
 * @param application reads and writes the application's data, and owns it in PostgreSQL; has no rights over the server
 * @param reader may only read
 */
public record ServerAccess(Login admin, Login application, Login reader) {

    /** The names of these users in every server. */
    public static final String ADMIN = "tidemark_admin";

    public static final String APPLICATION = "tidemark";
    public static final String READER = "tidemark_reader";

    /** The standard users with these passwords. */
    public static ServerAccess withPasswords(String admin, String application, String reader) {
        return new ServerAccess(
                new Login(ADMIN, admin), new Login(APPLICATION, application), new Login(READER, reader));
    }
}
