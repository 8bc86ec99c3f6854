package dev.tidemark.embedded.launch;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.KafkaClientProperties;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.Settings;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The environment variables that the programs of a module read. */
final class KnownVariables {

    private KnownVariables() {}

    static Set<String> of(String module) {
        Set<Component> components = components(module);
        var known = new TreeSet<String>();
        Settings.all()
                .filter(setting -> !Collections.disjoint(setting.readers(), components))
                .map(Setting::variable)
                .forEach(known::add);
        ConsumerConfig.configNames().forEach(name -> known.add(clientVariable(name)));
        ProducerConfig.configNames().forEach(name -> known.add(clientVariable(name)));
        return known;
    }

    private static String clientVariable(String property) {
        return KafkaClientProperties.VARIABLE_PREFIX
                + property.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static Set<Component> components(String module) {
        return switch (module) {
            case "stream-processor" -> EnumSet.of(Component.PROCESSOR);
            case "query-service" -> EnumSet.of(Component.QUERY_SERVICE);
            // The shop and the inventory contain the filter.
            case "demo" -> EnumSet.of(Component.SHOP, Component.INVENTORY, Component.TRAFFIC, Component.FILTER);
            default -> throw new IllegalArgumentException(module + ": expected a module that has settings");
        };
    }
}
