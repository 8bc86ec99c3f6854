package dev.tidemark.ingest.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.settings.FrameworkProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

@Tag("java17")
class SpringConfigurationTest {
    private final StandardEnvironment environment = new StandardEnvironment();
    private final FrameworkProperties reader = new FrameworkProperties();

    @Test
    void properties_whatCannotBeRead_isLeftOut() {
        add("application", Map.of("tidemark.service-name", "checkout", "tidemark.instance", "${tidemark.instance}"));
        environment.getPropertySources().addLast(new EnumerablePropertySource<>("vault", new Object()) {
            @Override
            public String[] getPropertyNames() {
                return new String[] {"tidemark.skip-paths"};
            }

            @Override
            public @Nullable Object getProperty(String name) {
                if (name.equals("tidemark.skip-paths")) {
                    throw new IllegalStateException("the vault is sealed");
                }
                return null;
            }
        });
        environment.getPropertySources().addLast(new EnumerablePropertySource<>("gone", new Object()) {
            @Override
            public String[] getPropertyNames() {
                throw new NoClassDefFoundError("a.Driver");
            }

            @Override
            public @Nullable Object getProperty(String name) {
                return null;
            }
        });
        add("unresolved", Map.of("tidemark.sample-interval", "${tidemark.skip-paths}"));

        assertThat(SpringConfiguration.properties(environment, reader))
                .containsEntry("tidemark.service-name", "checkout")
                .doesNotContainKeys("tidemark.instance", "tidemark.skip-paths", "tidemark.sample-interval");
        assertThat(reader.warning())
                .contains("gone=NoClassDefFoundError")
                .contains("tidemark.instance=", "tidemark.sample-interval=")
                .contains("tidemark.skip-paths=IllegalStateException")
                .doesNotContain("sealed");
    }

    @Test
    void properties_twoSpellingsOfOneName_countOnce() {
        add("first", Map.of("tidemark.serviceName", "checkout"));
        add("second", Map.of("tidemark.service-name", "shop"));

        assertThat(SpringConfiguration.properties(environment, reader))
                .isEqualTo(Map.of("tidemark.service-name", "checkout"));
    }

    @Test
    void properties_elementsOfAList_areJoined() {
        add("application", Map.of("tidemark.skipPaths[0]", "/a", "tidemark.skipPaths[1]", "/b"));

        assertThat(SpringConfiguration.properties(environment, reader))
                .isEqualTo(Map.of("tidemark.skip-paths", "/a,/b"));
        assertThat(reader.warning()).isNull();
    }

    private void add(String name, Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource(name, properties));
    }
}
