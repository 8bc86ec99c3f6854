package dev.tidemark.query.collector;

import dev.tidemark.query.collector.CounterDifferences.Counters;
import dev.tidemark.query.collector.CounterDifferences.Rise;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import dev.tidemark.wire.event.MetricType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Publishes what Redis's commands did between two readings, and the length of the slow log. */
final class CommandTask implements Task {
    /** The commands that are published: those that took most time. */
    static final int PUBLISHED = 20;

    private static final double MICROS_PERCENT = 1e4;

    private final Duration interval;
    private final RedisLink link;
    private final CounterDifferences differences = new CounterDifferences();

    CommandTask(CollectorSettings settings, RedisLink link) {
        // Twenty commands with three figures each are worth a sixth of the readings of the rest.
        this.interval = settings.redis().multipliedBy(6);
        this.link = link;
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public List<Unknown> run(Samples samples) throws RedisAwayException, RedisRefusedException {
        RedisInfo server = new RedisInfo(link.ask("info", commands -> commands.info("server")));
        RedisInfo info = new RedisInfo(link.ask("info", commands -> commands.info("commandstats")));
        String run = Objects.requireNonNullElse(server.text("run_id"), "");
        List<Counters> counters = new ArrayList<>();
        info.startingWith("cmdstat_").forEach((command, value) -> {
            Double calls = RedisInfo.field(value, "calls");
            Double micros = RedisInfo.field(value, "usec");
            if (calls != null && micros != null) {
                counters.add(new Counters(Map.of("command", command), run, Map.of("calls", calls, "micros", micros)));
            }
        });
        differences.next(System.nanoTime(), counters).stream()
                .filter(rise -> rise.of("calls") > 0)
                .sorted(Comparator.comparingDouble((Rise rise) -> rise.of("micros"))
                        .reversed())
                .limit(PUBLISHED)
                .forEach(rise -> publish(samples, rise));
        return slowLog(samples);
    }

    private static void publish(Samples samples, Rise rise) {
        samples.add(MetricType.REDIS, "command_calls_per_second", rise.perSecond("calls"), rise.labels());
        samples.add(MetricType.REDIS, "command_mean_us", rise.of("micros") / rise.of("calls"), rise.labels());
        samples.add(MetricType.REDIS, "command_time_percent", rise.perSecond("micros") / MICROS_PERCENT, rise.labels());
    }

    private List<Unknown> slowLog(Samples samples) throws RedisAwayException {
        try {
            long length = link.ask("slowlog|len", commands -> commands.slowlogLen());
            samples.add(MetricType.REDIS, "slowlog_length", length);
            return List.of();
        } catch (RedisRefusedException e) {
            return List.of(new Unknown(List.of("slowlog_length"), String.valueOf(e.getMessage()), e.remedy()));
        }
    }

    @Override
    public void reset() {
        differences.reset();
    }
}
