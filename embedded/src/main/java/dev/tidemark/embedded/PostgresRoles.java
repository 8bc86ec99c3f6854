package dev.tidemark.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Creates the roles of a database, and gives them their rights and passwords. */
final class PostgresRoles {

    private PostgresRoles() {}

    /** Runs on a connection of the superuser to the database; a second run changes only how the passwords are stored. */
    static void ensure(Connection connection, ServerAccess access) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // pg_stat_statements would keep the text of what follows.
            statement.execute("SET pg_stat_statements.track_utility = off");
            statement.execute(Resources.text("roles.sql"));
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        for (Login login : new Login[] {access.application(), access.reader()}) {
            // The driver sends a SCRAM verifier, not the password.
            postgres.alterUserPassword(login.user(), login.password().toCharArray(), "scram-sha-256");
        }
    }
}
