package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.counters.CounterHistory.Reading;
import dev.tidemark.query.counters.CounterHistory.Rise;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisInfo;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedisStatusTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");

    @Test
    void of_completeInfo_hasItsFigures() {
        RedisStatus status = of("""
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
                """);

        assertThat(status.connected()).isTrue();
        assertThat(status.memoryUsedMb()).isEqualTo(2);
        assertThat(status.memoryMaxMb()).isEqualTo(4);
        assertThat(status.memoryPercent()).isEqualTo(50);
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.MAXMEMORY);
        assertThat(status.keysTotal()).isEqualTo(17);
        assertThat(status.evictedKeysTotal()).isEqualTo(7);
    }

    @Test
    void symptoms_ofAReplicaWithoutItsPrimary_andOfAFailedSave() {
        RedisInfo info = new RedisInfo("""
                role:slave
                master_link_status:down
                master_last_io_seconds_ago:-1
                rdb_last_bgsave_status:err
                aof_last_write_status:ok
                """);
        RedisStatus status = RedisStatus.of(info, null, RedisDetails.of(info, null, null, NOW, NOW));

        assertThat(RedisSymptoms.of(status).toString())
                .contains("link to its primary is down")
                .contains("last save of Redis failed");
    }

    @Test
    void details_ofAPrimary_haveItsReplicas_andWhetherItStartedInTheSpan() {
        RedisInfo info = new RedisInfo("""
                role:master
                master_repl_offset:1000
                slave0:ip=10.0.0.7,port=6379,state=online,offset=900,lag=1
                slave_read_only:1
                uptime_in_seconds:60
                """);
        RedisDetails details = RedisDetails.of(info, 0.25, 4L, NOW, NOW.minusSeconds(59));

        assertThat(details.replicas()).containsExactly(new RedisDetails.Replica("10.0.0.7:6379", "online", 100L, 1L));
        assertThat(details.startedAt()).isEqualTo(NOW.minusSeconds(60));
        assertThat(details.restartedInSpan()).isFalse();
        assertThat(RedisDetails.of(info, null, null, NOW, NOW.minusSeconds(61)).restartedInSpan())
                .isTrue();
        assertThat(details.lastSaveOk()).isNull();
    }

    @Test
    void of_countersWithoutAnEarlierReading_areUnknown() {
        RedisStatus status = of("keyspace_hits:30\nkeyspace_misses:10\nevicted_keys:7");

        assertThat(status.hitRate()).isNull();
        assertThat(status.evictedKeys()).isNull();
        assertThat(status.countedFrom()).isNull();
    }

    @Test
    void of_countersThatIncreased_showTheIncrease() {
        String before = "run_id:a\ntotal_commands_processed:9\nkeyspace_hits:1000\nkeyspace_misses:0\nevicted_keys:40";
        String now = "run_id:a\ntotal_commands_processed:99\nkeyspace_hits:1030\nkeyspace_misses:10\nevicted_keys:47";

        RedisStatus status = RedisStatus.of(new RedisInfo(now), rise(before, now), null);

        assertThat(status.hitRate()).isEqualTo(75);
        assertThat(status.lookups()).isEqualTo(40);
        assertThat(status.evictedKeys()).isEqualTo(7);
        assertThat(status.evictedKeysTotal()).isEqualTo(47);
        assertThat(status.countedFrom()).isEqualTo(NOW.minusSeconds(60));
        assertThat(status.countedTo()).isEqualTo(NOW);
    }

    @Test
    void of_ownLookups_areThoseOfNoApplication() {
        RedisInfo before =
                new RedisInfo("total_commands_processed:9\nkeyspace_hits:0\nkeyspace_misses:0\nevicted_keys:0");
        RedisInfo now =
                new RedisInfo("total_commands_processed:99\nkeyspace_hits:530\nkeyspace_misses:30\nevicted_keys:0");

        RedisStatus status =
                RedisStatus.of(now, rise(before, OwnLookups.Count.NONE, now, new OwnLookups.Count(500, 20)), null);

        assertThat(status.hitRate()).isEqualTo(75);
        assertThat(status.lookups()).isEqualTo(40);
        assertThat(RedisStatus.of(before, rise(before, OwnLookups.Count.NONE, before, new OwnLookups.Count(5, 0)), null)
                        .lookups())
                .as("own ones that Redis does not count yet")
                .isZero();
    }

    @Test
    void of_noLookups_hasNoHitRate() {
        String info = "total_commands_processed:9\nkeyspace_hits:5\nkeyspace_misses:5\nevicted_keys:0";

        RedisStatus status = RedisStatus.of(new RedisInfo(info), rise(info, info), null);

        assertThat(status.hitRate()).isNull();
        assertThat(status.lookups()).isZero();
    }

    @Test
    void counters_afterARestartOrAReset_doNotContinue() {
        RedisCounters before = counters("run_id:a\n" + "total_commands_processed:99\n" + ZEROS);

        assertThat(counters("run_id:a\n" + "total_commands_processed:100\n" + ZEROS)
                        .continues(before))
                .isTrue();
        assertThat(counters("run_id:b\n" + "total_commands_processed:100\n" + ZEROS)
                        .continues(before))
                .isFalse();
        assertThat(counters("run_id:a\n" + "total_commands_processed:3\n" + ZEROS)
                        .continues(before))
                .isFalse();
    }

    private static final String ZEROS = "keyspace_hits:0\nkeyspace_misses:0\nevicted_keys:0\n";

    @Test
    void of_redisWithoutMaxmemory_usesTheMemoryOfTheHost() {
        RedisStatus status = of("used_memory:1\nmaxmemory:0\ntotal_system_memory:1073741824\n");

        assertThat(status.memoryMaxMb()).isEqualTo(1024);
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.SYSTEM);
    }

    @Test
    void of_unknownMemoryOfTheHost_hasNoLimit() {
        RedisStatus status = of("used_memory:1\nmaxmemory:0\n");

        assertThat(status.memoryMaxMb()).isNull();
        assertThat(status.memoryPercent()).isNull();
        assertThat(status.memoryLimit()).isEqualTo(RedisStatus.MemoryLimit.UNKNOWN);
    }

    @Test
    void of_incompleteInfo_listsTheUnknownFields() {
        RedisStatus status = of("redis_version:7.2.0\n# Keyspace\n");

        assertThat(status.keysTotal()).isZero();
        assertThat(status.connectedClients()).isNull();
        assertThat(status.isJudged()).isFalse();
        assertThat(status.unknown()).hasSize(1);
        assertThat(status.unknown().getFirst().fields())
                .contains("memory_used_mb", "memory_max_mb", "hit_rate", "evicted_keys", "connected_clients")
                .doesNotContain("keys_total");
        assertThat(of("redis_version:7.2.0\n").keysTotal()).isNull();
    }

    @Test
    void symptoms_nearMaxmemory_includeANote() {
        RedisStatus full = of("used_memory:95\nmaxmemory:100\nevicted_keys:3");
        RedisStatus large = of("used_memory:95\nmaxmemory:0\ntotal_system_memory:100");

        assertThat(RedisSymptoms.of(full)).hasSize(1);
        assertThat(RedisSymptoms.of(large)).isEmpty();
        assertThat(RedisSymptoms.of(of("used_memory:95\n"))).isEmpty();
        assertThat(RedisSymptoms.of(RedisStatus.away("Redis at x does not answer")))
                .extracting("text")
                .containsExactly("Redis at x does not answer");
    }

    private static RedisStatus of(String info) {
        return RedisStatus.of(new RedisInfo(info), null, null);
    }

    private static Rise<RedisCounters> rise(String before, String now) {
        return rise(new RedisInfo(before), OwnLookups.Count.NONE, new RedisInfo(now), OwnLookups.Count.NONE);
    }

    private static Rise<RedisCounters> rise(
            RedisInfo before, OwnLookups.Count ownBefore, RedisInfo now, OwnLookups.Count ownNow) {
        return new Rise<>(
                new Reading<>(NOW.minusSeconds(60), counters(before, ownBefore)),
                new Reading<>(NOW, counters(now, ownNow)));
    }

    private static RedisCounters counters(String info) {
        return counters(new RedisInfo(info), OwnLookups.Count.NONE);
    }

    private static RedisCounters counters(RedisInfo info, OwnLookups.Count own) {
        return Objects.requireNonNull(RedisCounters.of(info, own));
    }
}
