package dev.tidemark.query.endpoint;

/**
 * The endpoints of a choice.
 *
 * @param ids empty if all are meant
 */
public record ChosenEndpoints(EndpointChoice choice, boolean all, int[] ids) {}
