package dev.tidemark.processor.acl;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each part may do in Kafka, and nothing else. Only the processor writes rollups and dead letters: they are public, so readers
 * must be able to trust them.
 */
final class Permissions {
    private static final String ANY_HOST = "*";

    private final List<AclBinding> bindings = new ArrayList<>();
    private final String principal;

    private Permissions(String principal) {
        this.principal = principal;
    }

    /** An application with the filter. */
    static List<AclBinding> ofFilter(String principal) {
        Permissions filter = new Permissions(principal);
        for (Topic<?> topic : List.of(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES, Topics.CALLS)) {
            filter.may(TOPIC, LITERAL, topic.name(), DESCRIBE, WRITE);
        }
        return filter.bindings;
    }

    /**
     * The stream processor.
     *
     * @param applicationId the prefix of its internal topics and transactions, and its group
     * @param sinkGroup the prefix of the sink's groups
     */
    static List<AclBinding> ofProcessor(String principal, String applicationId, String sinkGroup) {
        Permissions processor = new Permissions(principal);
        List<String> topics =
                new ArrayList<>(Topics.ALL.stream().map(Topic::name).toList());
        topics.add(DeadLetter.TOPIC);
        for (String topic : topics) {
            // Limits the size of the topics.
            processor.may(TOPIC, LITERAL, topic, CREATE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS, READ);
        }
        for (String topic : List.of(Topics.ROLLUPS.name(), DeadLetter.TOPIC, Topics.SAMPLES.name())) {
            processor.may(TOPIC, LITERAL, topic, WRITE);
        }
        // Deletes records that the second stage has read.
        // ALTER adds partitions to changelogs when the requests topic has got more.
        processor.may(
                TOPIC, PREFIXED, applicationId + "-", ALTER, CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE, DELETE);
        processor.may(GROUP, LITERAL, applicationId, READ);
        processor.may(GROUP, PREFIXED, sinkGroup + "-", READ);
        processor.may(TRANSACTIONAL_ID, PREFIXED, applicationId + "-", DESCRIBE, WRITE);
        return processor.bindings;
    }

    /** The query service, which reads log lines as they come, and writes what its collector read. */
    static List<AclBinding> ofQueryService(String principal) {
        Permissions query = new Permissions(principal);
        query.may(TOPIC, LITERAL, Topics.LOGS.name(), DESCRIBE, READ);
        query.may(TOPIC, LITERAL, Topics.SAMPLES.name(), DESCRIBE, WRITE);
        return query.bindings;
    }

    private void may(ResourceType type, PatternType pattern, String name, AclOperation... operations) {
        for (AclOperation operation : operations) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
        }
    }
}
