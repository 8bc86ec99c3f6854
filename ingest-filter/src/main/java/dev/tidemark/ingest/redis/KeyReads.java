package dev.tidemark.ingest.redis;

/**
 * How the answer of a command tells which of its keys or fields exist.
 *
 * @param how what the answer holds
 * @param asked how many keys or fields the command asks for, if the answer is their count
 */
record KeyReads(How how, long asked) {
    static final KeyReads NONE = new KeyReads(How.NOT, 0);
    static final KeyReads BY_VALUE = new KeyReads(How.VALUES, 0);

    /** What an answer holds of the keys that were asked for. */
    enum How {
        NOT,
        /** A value or null for each. */
        VALUES,
        /** The number of those that exist. */
        COUNT
    }

    boolean areByValue() {
        return how == How.VALUES;
    }

    boolean areCounted() {
        return how == How.COUNT;
    }
}
