package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.lettuce.KeyPatterns;
import dev.tidemark.wire.event.SampleEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyGroupsTest {
    private final List<SampleEvent> published = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "session:9f8a7c, session, session:*",
        "price:book:17, price, price:book:*",
        "user@example.com:cart, *, *:cart",
        "verylongtokenwithoutanydigitsatallinside, *, *",
        "0af7651916cd43dd, *, *",
        ":odd, *, *:odd",
        "a:b:c:d:e, a, a:b:c:d"
    })
    void names_keepWords_andHideIdentifiers(String key, String prefix, String pattern) {
        assertThat(KeyPatterns.prefix(key)).isEqualTo(prefix);
        assertThat(KeyPatterns.pattern(key)).isEqualTo(pattern);
    }

    @Test
    void publish_projectsAScanOfAPartOntoAllKeys() {
        KeyGroups groups = new KeyGroups(1000);
        groups.add(List.of("a:1", "a:2", "b:1", "b:2", "b:3"));
        groups.measured("b:1", 1 << 20, true);
        groups.measured("b:2", 3 << 20, false);

        groups.publish(new Samples(published::add, 0, "redis"), new LabelBudget());

        assertThat(value("keys_scanned_percent", "")).isEqualTo(0.5);
        assertThat(value("keys_total", "b")).isEqualTo(600);
        assertThat(value("memory_used_mb", "b")).isEqualTo(1200);
        assertThat(value("keys_with_ttl_percent", "b")).isEqualTo(50);
        assertThat(published)
                .as("nothing of a was measured")
                .noneMatch(sample -> sample.metricName().equals("memory_used_mb")
                        && "a".equals(sample.metadata().get("prefix")));
    }

    @Test
    void leastMeasured_beginsWithThePrefixesOfWhichLeastIsKnown() {
        KeyGroups groups = new KeyGroups(100);
        List<String> keys = Stream.concat(
                        IntStream.range(0, 95).mapToObj(i -> "a:" + i), Stream.of("b:1", "b:2", "c:1"))
                .toList();
        groups.add(keys);
        assertThat(groups.leastMeasured(keys, 5))
                .hasSize(5)
                .contains("c:1")
                .haveExactly(2, new Condition<>(key -> key.startsWith("a"), "of a"));

        groups.measured("b:1", 10, false);
        groups.measured("b:2", 10, false);
        groups.measured("c:1", 10, false);
        assertThat(groups.leastMeasured(keys, 1)).singleElement().asString().startsWith("a");
        assertThat(groups.leastMeasured(List.of(), 5)).isEmpty();
    }

    @Test
    void add_ofManyPrefixes_addsUpThoseBeyondTheLimit() {
        KeyGroups groups = new KeyGroups(KeyGroups.MOST + 50);
        groups.add(IntStream.range(0, KeyGroups.MOST + 50)
                .mapToObj(i -> "prefix" + "x".repeat(i % 20) + (char) ('a' + i / 20) + ":1")
                .toList());

        groups.publish(new Samples(published::add, 0, "redis"), new LabelBudget());

        assertThat(value("keys_total", Samples.OTHER)).isEqualTo(50);
    }

    private double value(String name, String prefix) {
        return published.stream()
                .filter(sample -> sample.metricName().equals(name)
                        && sample.metadata().getOrDefault("prefix", "").equals(prefix))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
