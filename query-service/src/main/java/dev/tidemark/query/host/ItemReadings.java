package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;

/**
 * The newest readings of one of several things of a kind, such as a disk.
 *
 * @param kind what it is: {@code device}, {@code interface}, {@code state}, {@code process}, {@code pool}, {@code buffer},
 *     {@code collector} or {@code version}
 * @param name which one
 * @param at the time of the newest value
 * @param values the newest value of each gauge, by name; names end with the unit
 */
@Serdeable
record ItemReadings(String kind, String name, Instant at, Map<String, Double> values) {}
