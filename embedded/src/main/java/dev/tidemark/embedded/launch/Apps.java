package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The commands of our own applications. */
final class Apps {

    // The processor declares all topics at the same time, so this one is enough to check.
    private static final String REQUESTS_TOPIC = "tidemark.requests.v1";

    private final UpOptions options;
    private final DataFolder data;
    private final KafkaBroker kafka;
    private final Http http;
    private final Map<String, String> backends;

    Apps(UpOptions options, DataFolder data, KafkaBroker kafka, PostgresServer postgres, RedisServer redis, Http http) {
        this.options = options;
        this.data = data;
        this.kafka = kafka;
        this.http = http;
        this.backends = Map.of(
                "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "TIDEMARK_POSTGRES_URL", postgres.jdbcUrl(),
                "TIDEMARK_POSTGRES_USER", postgres.user(),
                "TIDEMARK_POSTGRES_PASSWORD", postgres.password(),
                "TIDEMARK_REDIS_URI", redis.uri().toString());
    }

    /** It is up once its topics exist, because the others publish to them; it may become ready later. */
    ManagedProcess processor() {
        String live = base(Use.PROCESSOR) + "/health/live";
        return app(
                "stream-processor",
                new JavaApp("stream-processor", "dev.tidemark.processor.Main", List.of("-Xmx512m")),
                Map.of(
                        "TIDEMARK_STATE_DIR", data.of("state").toString(),
                        "TIDEMARK_STORAGE_PATH", data.of("postgres").toString(),
                        "TIDEMARK_STORAGE_KAFKA_PATH", data.of("kafka").toString(),
                        "TIDEMARK_PROCESSOR_HTTP_PORT",
                                Integer.toString(options.ports().of(Use.PROCESSOR))),
                base(Use.PROCESSOR),
                () -> kafka.hasTopic(REQUESTS_TOPIC) && http.status("GET", live) == 200,
                () -> http.status("GET", live) == 503);
    }

    /** Returns why the processor is not ready, as reported by its health check; empty if it is ready. */
    String processorProblems() {
        Http.Answer answer = http.get(base(Use.PROCESSOR) + "/health/ready");
        return answer.status() == 200 ? "" : answer.status() + " " + answer.body();
    }

    ManagedProcess queryService() {
        String health = base(Use.HTTP) + "/health";
        return app(
                "query-service",
                JavaApp.QUERY_SERVICE,
                httpPort(Use.HTTP),
                base(Use.HTTP),
                () -> http.status("GET", health) == 200);
    }

    ManagedProcess inventory() {
        return app(
                "inventory",
                new JavaApp("demo", "dev.tidemark.demo.inventory.Inventory", small(160)),
                httpPort(Use.INVENTORY),
                base(Use.INVENTORY),
                () -> listens(Use.INVENTORY));
    }

    ManagedProcess shop() {
        var environment = new HashMap<>(httpPort(Use.SHOP));
        environment.put("INVENTORY_URL", base(Use.INVENTORY));
        return app(
                "shop",
                new JavaApp("demo", "dev.tidemark.demo.shop.Shop", small(192)),
                environment,
                base(Use.SHOP),
                () -> listens(Use.SHOP));
    }

    ManagedProcess traffic() {
        return app(
                "traffic",
                new JavaApp("demo", "dev.tidemark.demo.traffic.Traffic", small(96)),
                Map.of("SHOP_URL", base(Use.SHOP)),
                "",
                () -> true);
    }

    /** The options of a program of the demo, which has little to do. */
    private static List<String> small(int heapMegabytes) {
        return List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** The address of one of our applications. */
    String base(Use use) {
        return "http://127.0.0.1:" + options.ports().of(use);
    }

    private boolean listens(Use use) {
        return FreePorts.hasListener(options.ports().of(use));
    }

    private Map<String, String> httpPort(Use use) {
        return Map.of("TIDEMARK_HTTP_PORT", Integer.toString(options.ports().of(use)));
    }

    private ManagedProcess app(String name, JavaApp java, Map<String, String> own, String address, BooleanSupplier up) {
        return app(name, java, own, address, up, () -> false);
    }

    private ManagedProcess app(
            String name,
            JavaApp java,
            Map<String, String> own,
            String address,
            BooleanSupplier up,
            BooleanSupplier stuck) {
        List<String> command = java.command(options.root());
        var environment = new HashMap<>(backends);
        environment.putAll(own);
        return new ManagedApp(new Command(name, command, environment, data.log(name)), address, up, stuck);
    }
}
