package dev.tidemark.processor.acl;

import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.settings.SinkSetting;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The main class behind {@code ./tidemark acls}: gives each part its permissions in Kafka, and says who may write rollups and dead
 * letters. Its settings are those of the processor, with the credentials of Kafka's administrator.
 */
public final class Acls {
    private static final long SECONDS = 30;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String USAGE =
            "expected [--print] and one or more of --filter PRINCIPAL, --processor PRINCIPAL and --query PRINCIPAL,"
                    + " such as --filter User:shop";

    private Acls() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            SettingsReader settings = SettingsReader.ofProcess(Component.PROCESSOR);
            List<String> rest = new ArrayList<>(Arrays.asList(arguments));
            boolean print = rest.remove("--print");
            List<AclBinding> bindings = bindings(rest.iterator(), settings);
            bindings.forEach(binding -> System.out.println(text(binding)));
            if (!print) {
                apply(bindings, settings);
            }
        } catch (IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()), WRONG_USAGE);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            fail("Kafka did not take the permissions: " + cause.getMessage(), FAILED);
        }
    }

    private static void fail(String message, int status) {
        System.err.println("tidemark: " + message);
        System.exit(status);
    }

    static List<AclBinding> bindings(Iterator<String> arguments, SettingsReader settings) {
        ProcessorSettings processor = ProcessorSettings.from(settings);
        List<AclBinding> all = new ArrayList<>();
        while (arguments.hasNext()) {
            String flag = arguments.next();
            if (!arguments.hasNext()) {
                throw new IllegalArgumentException("acls " + flag + ": " + USAGE);
            }
            String principal = arguments.next();
            if (!principal.matches("[^:\\s]+:\\S.*")) {
                throw new IllegalArgumentException("acls " + flag + " " + principal + ": " + USAGE);
            }
            all.addAll(
                    switch (flag) {
                        case "--filter" -> Permissions.ofFilter(principal);
                        case "--processor" ->
                            Permissions.ofProcessor(
                                    principal, processor.applicationId(), settings.get(SinkSetting.GROUP_PREFIX));
                        case "--query" -> Permissions.ofQueryService(principal);
                        default -> throw new IllegalArgumentException("acls " + flag + ": " + USAGE);
                    });
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("acls: " + USAGE);
        }
        return all;
    }

    private static void apply(List<AclBinding> bindings, SettingsReader settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin =
                Admin.create(new HashMap<>(ProcessorSettings.from(settings).kafka()))) {
            admin.createAcls(bindings).all().get(SECONDS, TimeUnit.SECONDS);
            for (String topic : List.of(Topics.ROLLUPS.name(), DeadLetter.TOPIC)) {
                System.out.println(topic + " may be written by " + String.join(", ", writers(admin, topic))
                        + ", and by super users of the brokers");
            }
        }
    }

    /** Who may write a topic, also by permissions for a prefix or for all topics. */
    private static Iterable<String> writers(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        TreeSet<String> writers = new TreeSet<>();
        for (AclOperation operation : List.of(AclOperation.WRITE, AclOperation.ALL)) {
            var filter = new AclBindingFilter(
                    new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.MATCH),
                    new AccessControlEntryFilter(null, null, operation, AclPermissionType.ALLOW));
            for (AclBinding binding : admin.describeAcls(filter).values().get(SECONDS, TimeUnit.SECONDS)) {
                writers.add(binding.entry().principal());
            }
        }
        return writers;
    }

    private static String text(AclBinding binding) {
        return binding.entry().principal() + " may " + binding.entry().operation() + " "
                + binding.pattern().resourceType() + " " + binding.pattern().name()
                + (binding.pattern().patternType() == PatternType.PREFIXED ? "*" : "");
    }
}
