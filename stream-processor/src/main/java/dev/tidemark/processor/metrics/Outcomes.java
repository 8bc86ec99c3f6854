package dev.tidemark.processor.metrics;

/** What becomes of a record that is not stored; more than one part counts these. */
public final class Outcomes {
    public static final Meter DEAD_LETTERS = Meter.counter(
            "dead_letters_total",
            "Records that became dead letters, by the topic they came from and the reason. Alert if it rises: a producer sends"
                    + " what is not in its topic's form, or its clock is wrong.",
            "topic",
            "reason");

    public static final Meter LOST = Meter.counter(
            "lost_records_total",
            "What will not be counted or stored, by where and why: Kafka dropped it before it was read, its window was final,"
                    + " or Kafka did not take it. Alert above 0.",
            "where",
            "reason");

    private Outcomes() {}
}
