package dev.tidemark.processor.metrics;

import dev.tidemark.metrics.MetricDescriptor;

/** Metrics of records that are not stored, which several parts count. */
public final class Outcomes {
    public static final MetricDescriptor DEAD_LETTERS = MetricDescriptor.counter(
            "dead_letters_total",
            "Records that became dead letters, by source topic and reason. Alert if it rises: a producer sends malformed"
                    + " records, or its clock is wrong.",
            "topic",
            "reason");

    public static final MetricDescriptor LOST = MetricDescriptor.counter(
            "lost_records_total",
            "Records that will never be counted or stored, by place and reason: Kafka dropped them before they were read,"
                    + " their window was final, or Kafka did not accept them. Alert above 0.",
            "where",
            "reason");

    private Outcomes() {}
}
