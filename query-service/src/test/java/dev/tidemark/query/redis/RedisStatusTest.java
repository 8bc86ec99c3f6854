package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisStatusTest {

    @Test
    void of_info_isItsFigures() {
        RedisStatus status = RedisStatus.of(new RedisInfo("""
                # Memory\r
                used_memory:2097152\r
                maxmemory:4194304\r
                total_system_memory:1073741824\r
                # Stats\r
                keyspace_hits:30\r
                keyspace_misses:10\r
                evicted_keys:7\r
                # Keyspace\r
                db0:keys=12,expires=3,avg_ttl=0,subexpiry=0\r
                db12:keys=5,expires=0,avg_ttl=0\r
                """));

        assertThat(status.connected()).isTrue();
        assertThat(status.memoryUsedMb()).isEqualTo(2);
        assertThat(status.memoryMaxMb()).isEqualTo(4);
        assertThat(status.memoryPercent()).isEqualTo(50);
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.MAXMEMORY);
        assertThat(status.hitRate()).isEqualTo(75);
        assertThat(status.keysTotal()).isEqualTo(17);
        assertThat(status.evictedKeys()).isEqualTo(7);
    }

    @Test
    void of_aRedisWithoutALimit_isMeasuredAgainstTheMachine() {
        RedisStatus status =
                RedisStatus.of(new RedisInfo("used_memory:1\nmaxmemory:0\ntotal_system_memory:1073741824\n"));

        assertThat(status.memoryMaxMb()).isEqualTo(1024);
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.SYSTEM);
    }

    @Test
    void of_aRedisThatTellsNeither_inventsNone() {
        RedisStatus status = RedisStatus.of(new RedisInfo("used_memory:1\nmaxmemory:0\n"));

        assertThat(status.memoryMaxMb()).isZero();
        assertThat(status.memoryPercent()).isZero();
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.UNKNOWN);
    }

    @Test
    void of_lookupsThatNeverWere_hasNoNaN() {
        assertThat(RedisStatus.of(new RedisInfo("keyspace_hits:0\nkeyspace_misses:0"))
                        .hitRate())
                .isZero();
    }

    @Test
    void symptoms_ofARedisThatIsNearlyFull_tellOfIt() {
        RedisStatus full = RedisStatus.of(new RedisInfo("used_memory:95\nmaxmemory:100\nevicted_keys:3"));
        RedisStatus large = RedisStatus.of(new RedisInfo("used_memory:95\nmaxmemory:0\ntotal_system_memory:100"));

        assertThat(RedisSymptoms.of(full)).hasSize(1);
        assertThat(RedisSymptoms.of(large)).isEmpty();
        assertThat(RedisSymptoms.of(RedisStatus.away("Redis at x does not answer")))
                .extracting("text")
                .containsExactly("Redis at x does not answer");
    }
}
