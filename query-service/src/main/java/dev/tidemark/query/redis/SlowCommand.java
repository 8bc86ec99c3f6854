package dev.tidemark.query.redis;

import dev.tidemark.query.lettuce.KeyPatterns;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a command of the slow log without its values. What may be one is left out: only commands whose first argument is a key show it. */
final class SlowCommand {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._\\-]{0,40}");

    /** Commands with a second word. */
    private static final Set<String> CONTAINERS = Set.of(
            "ACL",
            "CLIENT",
            "CLUSTER",
            "COMMAND",
            "CONFIG",
            "DEBUG",
            "FUNCTION",
            "LATENCY",
            "MEMORY",
            "MODULE",
            "OBJECT",
            "PUBSUB",
            "SCRIPT",
            "SLOWLOG",
            "XGROUP",
            "XINFO");

    /** Of these, the third word is a key. */
    private static final Set<String> CONTAINERS_WITH_KEY = Set.of("MEMORY", "OBJECT", "XGROUP", "XINFO");

    /** Commands whose first argument is a key. */
    private static final Set<String> WITH_KEY = Set.of(("""
            APPEND BITCOUNT BITFIELD BITFIELD_RO BITPOS BLMOVE BLPOP BRPOP BRPOPLPUSH BZPOPMAX BZPOPMIN COPY DECR DECRBY DEL DUMP EXISTS \
            EXPIRE EXPIREAT EXPIRETIME GEOADD GEODIST GEOHASH GEOPOS GEORADIUS GEORADIUSBYMEMBER GEOSEARCH GEOSEARCHSTORE GET GETBIT \
            GETDEL GETEX GETRANGE GETSET HDEL HEXISTS HEXPIRE HGET HGETALL HGETDEL HGETEX HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET \
            HRANDFIELD HSCAN HSET HSETEX HSETNX HSTRLEN HTTL HVALS INCR INCRBY INCRBYFLOAT LINDEX LINSERT LLEN LMOVE LPOP LPOS LPUSH \
            LPUSHX LRANGE LREM LSET LTRIM MGET MSET MSETNX MOVE PERSIST PEXPIRE PEXPIREAT PEXPIRETIME PFADD PFCOUNT PFMERGE PSETEX PTTL \
            RENAME RENAMENX RESTORE RPOP RPOPLPUSH RPUSH RPUSHX SADD SCARD SDIFF SDIFFSTORE SET SETBIT SETEX SETNX SETRANGE SINTER \
            SINTERSTORE SISMEMBER SMEMBERS SMISMEMBER SMOVE SORT SORT_RO SPOP SRANDMEMBER SREM SSCAN STRLEN SUBSTR SUNION SUNIONSTORE \
            TOUCH TTL TYPE UNLINK WATCH XACK XADD XAUTOCLAIM XCLAIM XDEL XLEN XPENDING XRANGE XREVRANGE XTRIM ZADD ZCARD ZCOUNT \
            ZDIFFSTORE ZINCRBY ZINTERSTORE ZLEXCOUNT ZMSCORE ZPOPMAX ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANGESTORE \
            ZRANK ZREM ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE \
            ZUNIONSTORE\
            """).split(" ", -1));

    private SlowCommand() {}

    /** The command and, where known, the pattern of its key. */
    static String of(List<String> words) {
        String name = words.isEmpty() ? "" : word(words.getFirst());
        if (name.isEmpty()) {
            return "(unknown command)";
        }
        if (WITH_KEY.contains(name) && words.size() > 1) {
            return name + " " + KeyPatterns.pattern(words.get(1));
        }
        if (!CONTAINERS.contains(name) || words.size() < 2 || word(words.get(1)).isEmpty()) {
            return name;
        }
        String both = name + " " + word(words.get(1));
        return CONTAINERS_WITH_KEY.contains(name) && words.size() > 2
                ? both + " " + KeyPatterns.pattern(words.get(2))
                : both;
    }

    private static String word(String text) {
        return NAME.matcher(text).matches() ? text.toUpperCase(Locale.ROOT) : "";
    }
}
