package dev.tidemark.query.parameter;

/** How many rows a reader wants at most. */
public final class Limit {
    private Limit() {}

    /**
     * {@code limit}, if it is from 1 to {@code most}.
     *
     * @throws InvalidParameterException otherwise
     */
    public static int of(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new InvalidParameterException("limit " + limit + ": expected a number from 1 to " + most);
        }
        return limit;
    }
}
