package dev.tidemark.embedded;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** The main class of the broker's JVM: formats a new data folder and runs the broker. A second JVM would double the start time. */
final class KafkaNode {

    private KafkaNode() {}

    public static void main(String[] args) {
        String properties = args[0];
        String clusterId = args[1];
        String[] format = {"format", "--ignore-formatted", "--cluster-id", clusterId, "--config", properties};
        int status = StorageTool.execute(format, System.out);
        if (status != 0) {
            System.exit(status);
        }
        Kafka.main(new String[] {properties});
    }
}
