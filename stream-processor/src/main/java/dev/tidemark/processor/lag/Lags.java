package dev.tidemark.processor.lag;

import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Turns places into lags. Remembers when each place was last at its end. Not thread-safe. */
final class Lags {
    private static final Meter RECORDS = Meter.gauge(
            "lag_records",
            "Records of a partition that the stage (topology or sink) has not done yet. Each processor tells of all"
                    + " partitions: take the max over instances. Alert if it rises for 5 min.",
            "stage",
            "topic",
            "partition");
    private static final Meter SECONDS = Meter.gauge(
            "lag_seconds",
            "How old the oldest record of a partition is, at most, that the stage has not done yet; 0 if there is none. Take the"
                    + " max over instances. Alert above 60 s.",
            "stage",
            "topic",
            "partition");
    private static final Meter AGE = Meter.gauge(
            "stored_age_seconds",
            "The age of the newest record that is stored, by the broker's time. It also grows while nothing is sent: alert by"
                    + " lag_seconds.",
            "topic",
            "partition");

    private final Map<Key, Long> caughtUpMillis = new HashMap<>();

    private record Key(String stage, TopicPartition partition) {}

    /**
     * The lags of {@code places}; of a partition whose end is not known there is none.
     *
     * @param nowMillis now, in milliseconds since the epoch
     */
    List<Reading> of(Collection<Place> places, Map<TopicPartition, Long> ends, long nowMillis) {
        List<Reading> readings = new ArrayList<>();
        for (Place place : places) {
            String topic = place.partition().topic();
            String partition = Integer.toString(place.partition().partition());
            Long done = place.doneMillis();
            if (done != null && place.stage().equals(Place.SINK)) {
                readings.add(AGE.reading(seconds(nowMillis - done), topic, partition));
            }
            Long end = ends.get(place.partition());
            if (end == null) {
                continue;
            }
            long records = Math.max(0, end - place.nextOffset());
            readings.add(RECORDS.reading(records, place.stage(), topic, partition));
            Key key = new Key(place.stage(), place.partition());
            if (records == 0) {
                caughtUpMillis.put(key, nowMillis);
            }
            // What is not done is newer than what is done, and than the moment when all was.
            long since =
                    Math.max(caughtUpMillis.getOrDefault(key, Long.MIN_VALUE), done == null ? Long.MIN_VALUE : done);
            if (since != Long.MIN_VALUE) {
                readings.add(SECONDS.reading(seconds(nowMillis - since), place.stage(), topic, partition));
            }
        }
        return readings;
    }

    private static double seconds(long millis) {
        return Math.max(0, millis) / 1e3;
    }
}
