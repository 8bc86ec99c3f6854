package dev.tidemark.embedded.process;

/** The signals that ask a child to stop. */
public enum Signal {
    TERM,
    INT,
    QUIT,
    KILL
}
