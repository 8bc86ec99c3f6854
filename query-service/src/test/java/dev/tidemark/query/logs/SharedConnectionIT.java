package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.Tabs;
import dev.tidemark.wire.event.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * All tabs of a browser share one connection for log lines: a browser has six HTTP/1.1 connections per host, and a page without a free
 * one cannot load.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedConnectionIT {
    private static final int TABS = 10;
    private static final Duration SOON = Duration.ofMinutes(3);

    private final Chromium chromium = Chromium.launch();
    private LogTopic topic;
    private QueryServer server;

    @BeforeAll
    void start() throws Exception {
        topic = LogTopic.on(Backends.kafka());
        server = QueryServer.settings()
                .postgres(Store.create().jdbcUrl())
                .redis(Backends.redis().uri())
                .kafka(Backends.kafka().bootstrapServers())
                .start();
        EventStream.open(server.uri("/api/monitoring/logs/stream"))
                .awaitConnected()
                .close();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.bean(LogStreams.class).report().clients() == 0);
    }

    @AfterAll
    void stop() {
        chromium.close();
        server.close();
        topic.close();
    }

    @Test
    void tenTabs_withDifferentFilters_shareOneConnectionAndLeaveRoomForTheApi() {
        try (BrowserContext context = chromium.context()) {
            List<Page> tabs = new ArrayList<>();
            List<Complaints> complaints = new ArrayList<>();
            AtomicInteger most = new AtomicInteger();
            for (int i = 0; i < TABS; i++) {
                Page tab = context.newPage();
                complaints.add(Complaints.of(tab));
                // Three filters, and both pages.
                tab.navigate(server.uri(
                                "/ui/monitoring/" + (i % 2 == 0 ? "advanced" : "logs") + "?refresh=off&log_service=tabs"
                                        + (i % 3 == 0 ? "" : "&log_level=" + (i % 3 == 1 ? "INFO" : "WARN")))
                        .toString());
                tabs.add(tab);
                most.accumulateAndGet(connections(), Math::max);
            }

            topic.write(0, LogTopic.line("tabs", LogLevel.WARN, "for all of them"));
            topic.write(1, LogTopic.line("tabs", LogLevel.DEBUG, "for those without a level"));
            for (int i = 0; i < TABS; i++) {
                tabs.get(i).locator(".log-message", withText("for all of them")).waitFor(patiently());
            }

            for (int i = 0; i < TABS; i += 3) {
                tabs.get(i)
                        .locator(".log-message", withText("for those without a level"))
                        .waitFor(patiently());
            }
            assertThat(tabs.get(1).locator(".log-message").allTextContents()).containsExactly("for all of them");
            // While a new filter opens the connection again, the server may not have seen the end of the old one yet.
            assertThat(most.get()).isLessThanOrEqualTo(2);
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isOne());
            for (Page tab : tabs) {
                assertThat(tab.evaluate("fetch('/api/monitoring/summary').then(answer => answer.status)"))
                        .isEqualTo(200);
                assertThat(connections()).isOne();
            }
            assertThat(server.bean(LogStreams.class).report().clients()).isEqualTo(3);
            assertThat(complaints).allSatisfy(of -> assertThat(of.all()).isEmpty());
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isZero());
    }

    @Test
    void tabs_openedAndClosed_missNoLine() {
        try (BrowserContext context = chromium.context()) {
            Page stays = context.newPage();
            stays.navigate(server.uri("/ui/monitoring/logs?log_service=moving").toString());
            for (int i = 0; i < 5; i++) {
                topic.write(i % 2, LogTopic.line("moving", LogLevel.INFO, "line " + i));
                // Each new filter opens the connection again.
                Page comes = context.newPage();
                comes.navigate(server.uri("/ui/monitoring/logs?log_service=moving&log_search=" + i)
                        .toString());
                comes.locator(".log-message", withText("line " + i)).waitFor(patiently());
                comes.close();
            }
            stays.locator(".log-message", withText("line 4")).waitFor(patiently());

            assertThat(stays.locator(".log-message").allTextContents())
                    .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4");
        }
    }

    @Test
    void tab_whoseServiceRestarts_saysSoAndContinues() {
        QueryServer.Settings settings = QueryServer.settings()
                .kafka(Backends.kafka().bootstrapServers())
                .with("micronaut.server.port", FreePorts.next());
        try (BrowserContext context = chromium.context()) {
            Page tab = context.newPage();
            try (QueryServer first = settings.start()) {
                tab.navigate(
                        first.uri("/ui/monitoring/logs?log_service=restart").toString());
                tab.locator("#logs-link", withText("live")).waitFor(patiently());
                topic.write(0, LogTopic.line("restart", LogLevel.INFO, "before"));
                tab.locator(".log-message", withText("before")).waitFor(patiently());
            }
            tab.locator("#logs[data-view=stale]").waitFor(patiently());
            topic.write(1, LogTopic.line("restart", LogLevel.INFO, "meanwhile"));

            try (QueryServer second = settings.start()) {
                tab.locator(".log-message", withText("meanwhile")).waitFor(patiently());
                topic.write(0, LogTopic.line("restart", LogLevel.INFO, "after"));
                tab.locator(".log-message", withText("after")).waitFor(patiently());
                tab.locator("#logs[data-view=ready]").waitFor(patiently());
                assertThat(tab.locator(".log-message").allTextContents())
                        .containsExactly("before", "meanwhile", "after");
                assertThat(second.bean(SharedStreamController.class).connections())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void tab_withoutSharedWorkers_hasAConnectionOfItsOwn() {
        try (BrowserContext context = chromium.context()) {
            context.addInitScript("delete globalThis.SharedWorker");
            Page tab = context.newPage();
            Complaints complaints = Complaints.of(tab);
            tab.navigate(server.uri("/ui/monitoring/logs?log_service=alone").toString());
            topic.write(0, LogTopic.line("alone", LogLevel.INFO, "by itself"));

            tab.locator(".log-message", withText("by itself")).waitFor(patiently());
            assertThat(connections()).isEqualTo(1);
            assertThat(complaints.all()).isEmpty();
        }
    }

    @Test
    void tabs_thatAreHidden_holdNoConnection() throws Exception {
        try (Tabs browser = Tabs.launch()) {
            String logs = browser.open(server.uri("/ui/monitoring/logs").toString());
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isEqualTo(1));

            String other = browser.open("about:blank");
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isZero());

            browser.show(logs);
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isEqualTo(1));

            browser.close(logs);
            browser.show(other);
            await().atMost(SOON).untilAsserted(() -> assertThat(connections()).isZero());
        }
    }

    private int connections() {
        return server.bean(SharedStreamController.class).connections();
    }

    private static Page.LocatorOptions withText(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static Locator.WaitForOptions patiently() {
        return new Locator.WaitForOptions().setTimeout(SOON.toMillis());
    }
}
