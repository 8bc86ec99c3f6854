package dev.tidemark.processor.partitions;

import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topics;
import org.apache.kafka.common.KafkaException;

/**
 * The main class behind {@code ./tidemark partitions N}: gives the requests topic more partitions while processors run. Its settings are
 * those of the processor.
 */
public final class PartitionsCommand {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private PartitionsCommand() {}

    public static void main(String[] arguments) {
        try {
            ProcessorSettings settings = ProcessorSettings.from(SettingsReader.ofProcess(Component.PROCESSOR));
            System.out.println(raise(settings, number(arguments)));
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()), WRONG_USAGE);
        } catch (KafkaException e) {
            fail("Kafka did not add the partitions: " + e.getMessage() + "; the same command continues", FAILED);
        }
    }

    private static String raise(ProcessorSettings settings, int to) {
        try (StagePartitions stages = new StagePartitions(settings.kafka(), settings.applicationId())) {
            int before = stages.raise(to);
            String topic = Topics.REQUESTS.name();
            return before == to
                    ? topic + " has " + to + " partitions already"
                    : topic + " has " + to + " partitions now; it had " + before;
        }
    }

    private static int number(String[] arguments) {
        if (arguments.length != 1 || !arguments[0].matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("partitions " + String.join(" ", arguments)
                    + ": expected one number, how many partitions the requests topic shall have");
        }
        return Integer.parseInt(arguments[0]);
    }

    private static void fail(String message, int status) {
        System.err.println("tidemark: " + message);
        System.exit(status);
    }
}
