package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisInfo;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedisCountersIT {
    @Test
    void refused_isCountedSinceTheMemoryIsFull_andIsZeroBefore() {
        RedisServer redis = new RedisServer(RedisSettings.temporary());
        redis.start();
        try (var client = RedisClient.create(redis.uri().toString());
                var connection = client.connect()) {
            var commands = connection.sync();
            RedisCounters before = counters(commands.info());
            commands.configSet("maxmemory-policy", "noeviction");
            commands.configSet("maxmemory", "100kb");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> commands.set("ship", "x"))
                        .isInstanceOf(RedisCommandExecutionException.class)
                        .hasMessageStartingWith("OOM ");
            }
            RedisCounters after = counters(commands.info());

            assertThat(before.refused()).isZero();
            assertThat(after.refusedSince(before)).isEqualTo(3);
        } finally {
            redis.close();
        }
    }

    private static RedisCounters counters(String info) {
        return Objects.requireNonNull(RedisCounters.of(new RedisInfo(info), OwnLookups.Count.NONE));
    }
}
