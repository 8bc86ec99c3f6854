package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.delivery.DropReason;
import dev.tidemark.ingest.delivery.EarlyLogs;
import dev.tidemark.ingest.delivery.TopicCounters;
import dev.tidemark.ingest.settings.FrameworkSettings;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logging starts before the framework, which is on the class path of these tests. */
@Tag("java17")
class EarlyLogsTest {
    @BeforeEach
    void reachNobody() {
        Tidemark.configure(FrameworkSettings.NONE);
        System.setProperty(KafkaSetting.BOOTSTRAP_SERVERS.property(), "127.0.0.1:1");
        System.setProperty(FilterSetting.SAMPLE_INTERVAL.property(), "0s");
        System.setProperty(FilterSetting.CLOSE_TIMEOUT.property(), "0ms");
        endFollowing();
    }

    /** Whoever follows the start of an earlier test's instance would start the one of the next test. */
    private static void endFollowing() {
        if (isFollowed()) {
            // Once requests are measured, the start is over.
            try (TidemarkHandle handle = Tidemark.acquire()) {
                assertThat(handle.tidemark().isEnabled()).isTrue();
                Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !isFollowed());
            }
        }
    }

    private static boolean isFollowed() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("tidemark-start"));
    }

    @AfterEach
    void clear() {
        // Ends an instance that only waits for logging.
        Tidemark.acquire().close();
        dev.tidemark.settings.Settings.all().map(Setting::property).forEach(System::clearProperty);
    }

    @Test
    void lines_beforeTheFrameworkIsConfigured_areSentUnderItsName() {
        try (TidemarkHandle handle = Tidemark.acquire(Adapter.LOGBACK)) {
            Tidemark keeping = handle.tidemark();
            assertThat(keeping.isEnabled()).isTrue();
            assertThat(keeping.log(line("early"))).isTrue();
            assertThat(keeping.counters().recorded()).isZero();

            Tidemark.configure(new FrameworkSettings(Map.of("tidemark.service-name", "checkout"), null));

            Tidemark started = handle.tidemark();
            assertThat(started).isNotSameAs(keeping);
            assertThat(started.settings().serviceName()).isEqualTo("checkout");
            assertThat(started.counters().logs().recorded()).isEqualTo(1);
            // A thread may still have the first one.
            keeping.log(line("late"));
            assertThat(started.counters().logs().recorded()).isEqualTo(2);
        }
    }

    @Test
    void lines_whileLoggingIsSetUpAnew_areKept() {
        Tidemark.acquire(Adapter.LOGBACK).close();
        try (TidemarkHandle first = Tidemark.acquire(Adapter.LOGBACK)) {
            first.tidemark().log(line("early"));
        }
        try (TidemarkHandle second = Tidemark.acquire(Adapter.LOGBACK)) {
            Tidemark.configure(new FrameworkSettings(Map.of(), "checkout"));

            assertThat(second.tidemark().counters().logs().recorded()).isEqualTo(1);
        }
    }

    @Test
    void instance_whileLoggingIsSetUpAnew_isNotClosed() {
        Tidemark started;
        try (TidemarkHandle first = Tidemark.acquire(Adapter.LOGBACK)) {
            Tidemark.configure(new FrameworkSettings(Map.of(), "checkout"));
            started = first.tidemark();
        }
        try (TidemarkHandle second = Tidemark.acquire(Adapter.LOGBACK)) {
            assertThat(second.tidemark()).isSameAs(started);
            assertThat(started.log(line("goes on"))).isTrue();
        }
    }

    @Test
    void lines_beforeTheApplicationInstallsItsOwn_goThere() {
        try (TidemarkHandle handle = Tidemark.acquire(Adapter.LOGBACK)) {
            handle.tidemark().log(line("early"));
            try (RecordingTidemark own = new RecordingTidemark()) {
                assertThat(own.logs(1)).extracting(LogEvent::service).containsExactly("shop");
            }
        }
    }

    @Test
    void acquire_bySomethingThatMeasuresRequests_startsAtOnce() {
        try (TidemarkHandle logback = Tidemark.acquire(Adapter.LOGBACK)) {
            logback.tidemark().log(line("early"));
            try (TidemarkHandle servlet = Tidemark.acquire(Adapter.SERVLET)) {
                assertThat(servlet.tidemark().counters().logs().recorded()).isEqualTo(1);
            }
        }
    }

    @Test
    void lines_beyondTheBounds_areRefused() {
        Settings settings = Settings.read(Map.of(FilterSetting.LOG_QUEUE_CAPACITY, "64"), Map.of());
        EarlyLogs early = new EarlyLogs(settings);
        for (int i = 0; i < 64; i++) {
            assertThat(early.add(line("line " + i))).isTrue();
        }
        assertThat(early.add(line("one too many"))).isFalse();

        List<LogEvent> passed = new ArrayList<>();
        assertThat(early.passTo(settings, passed::add)).isEqualTo(1);

        assertThat(passed).hasSize(64).first().extracting(LogEvent::message).isEqualTo("line 0");
    }

    @Test
    void lines_afterTheyArePassedOn_areAcceptedIfTheReceiverDoes() {
        Settings settings = Settings.read(Map.of(), Map.of());
        EarlyLogs early = new EarlyLogs(settings);
        early.passTo(settings, line -> line.message().equals("wanted"));

        assertThat(early.add(line("wanted"))).isTrue();
        assertThat(early.add(line("unwanted"))).isFalse();
    }

    @Test
    void lines_refusedBeforeTheStart_areCountedAsDropped() {
        System.setProperty(FilterSetting.LOG_QUEUE_CAPACITY.property(), "64");
        try (TidemarkHandle handle = Tidemark.acquire(Adapter.LOGBACK)) {
            for (int i = 0; i < 70; i++) {
                handle.tidemark().log(line("line " + i));
            }

            Tidemark.configure(new FrameworkSettings(Map.of(), "checkout"));

            TopicCounters logs = handle.tidemark().counters().logs();
            assertThat(logs.recorded()).isEqualTo(70);
            assertThat(logs.dropped(DropReason.QUEUE_FULL)).isEqualTo(6);
        }
    }

    private static LogEvent line(String message) {
        return new LogEvent(1, "x", "x-1", LogLevel.INFO, "a.B", "main", message, null, null, null, null, Map.of());
    }
}
