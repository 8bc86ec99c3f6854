package dev.tidemark.wire.statement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a database reads quotes, as far as its literals could otherwise be taken for something else. */
public enum Dialect {
    /** As in the SQL standard and PostgreSQL: "…" is an identifier, and a backslash in '…' is a character. */
    STANDARD,
    /** The same, and […] is an identifier. */
    SQLSERVER,
    /** As MySQL and MariaDB by default: "…" is a literal, a backslash escapes, and # begins a comment. */
    MYSQL,
    /** Of a database that is not known: "…" is a literal, and what databases read differently is cut with all that follows. */
    CAUTIOUS;

    /** The dialect of a database product or of the scheme of a JDBC URL. */
    public static Dialect of(@Nullable String product) {
        String name = product == null ? "" : product.toLowerCase(Locale.ROOT);
        if (name.startsWith("db2/")) {
            // With the platform of the server.
            return STANDARD;
        }
        return switch (name) {
            case "postgresql", "h2", "oracle", "db2", "derby", "apache derby", "hsqldb", "hsql database engine" ->
                STANDARD;
            case "sqlserver", "microsoft sql server" -> SQLSERVER;
            case "mysql", "mysql+srv", "mariadb" -> MYSQL;
            default -> CAUTIOUS;
        };
    }

    boolean isLiteral(char quote) {
        return quote == '\'' || quote == '"' && (this == MYSQL || this == CAUTIOUS);
    }

    /** What a backslash is in a literal, or in an identifier in backticks. */
    Backslash backslash(char quote) {
        if (this == MYSQL) {
            return quote == '`' ? Backslash.CHARACTER : Backslash.ESCAPES;
        }
        return quote == '\'' || this == CAUTIOUS ? Backslash.DOUBTFUL : Backslash.CHARACTER;
    }

    /** Whether comments certainly nest, or texts with comments in comments are rare enough to be read as if they did. */
    boolean nestsComments() {
        return this == STANDARD || this == SQLSERVER;
    }

    enum Backslash {
        CHARACTER,
        ESCAPES,
        /** One before a quote may be either: nobody can tell where the literal ends. */
        DOUBTFUL
    }
}
