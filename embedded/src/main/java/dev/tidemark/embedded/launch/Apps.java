package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.Login;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import java.net.URI;
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
    private final Map<String, String> writing;
    private final Map<String, String> reading;

    Apps(
            UpOptions options,
            DataFolder data,
            Credentials credentials,
            KafkaBroker kafka,
            PostgresServer postgres,
            RedisServer redis,
            Http http) {
        this.options = options;
        this.data = data;
        this.kafka = kafka;
        this.http = http;
        this.writing = backends(
                kafka,
                postgres,
                credentials.postgres().application(),
                redis.uri(credentials.redis().application()));
        this.reading = backends(
                kafka,
                postgres,
                credentials.postgres().reader(),
                redis.uri(credentials.redis().reader()));
    }

    // Passwords are in the environment, which only the same user can read, and not on the command line.
    private static Map<String, String> backends(KafkaBroker kafka, PostgresServer postgres, Login login, URI redis) {
        return Map.of(
                "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "TIDEMARK_POSTGRES_URL", postgres.jdbcUrl(),
                "TIDEMARK_POSTGRES_USER", login.user(),
                "TIDEMARK_POSTGRES_PASSWORD", login.password(),
                "TIDEMARK_REDIS_URI", redis.toString());
    }

    /** It is up once its topics exist, because the others publish to them; it may become ready later. */
    ManagedProcess processor() {
        String live = base(Use.PROCESSOR) + "/health/live";
        return app(
                "stream-processor",
                new JavaApp("stream-processor", "dev.tidemark.processor.Main", List.of("-Xmx512m")),
                with(
                        writing,
                        Map.of(
                                "TIDEMARK_STATE_DIR", data.of("state").toString(),
                                "TIDEMARK_STORAGE_PATH", data.of("postgres").toString(),
                                "TIDEMARK_STORAGE_KAFKA_PATH", data.of("kafka").toString(),
                                "TIDEMARK_PROCESSOR_HTTP_PORT",
                                        Integer.toString(options.ports().of(Use.PROCESSOR)))),
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
                with(reading, httpPort(Use.HTTP)),
                base(Use.HTTP),
                () -> http.status("GET", health) == 200);
    }

    ManagedProcess inventory() {
        return app(
                "inventory",
                new JavaApp("demo", "dev.tidemark.demo.inventory.Inventory", small(160)),
                with(writing, httpPort(Use.INVENTORY)),
                base(Use.INVENTORY),
                () -> listens(Use.INVENTORY));
    }

    ManagedProcess shop() {
        return shop("shop", Map.of());
    }

    /** A release of the shop that is slower, in its place. */
    ManagedProcess badShop() {
        return shop("bad-shop", Map.of("SHOP_RELEASE", "2"));
    }

    private ManagedProcess shop(String name, Map<String, String> more) {
        Map<String, String> own = with(httpPort(Use.SHOP), Map.of("INVENTORY_URL", base(Use.INVENTORY)));
        return app(
                name,
                new JavaApp("demo", "dev.tidemark.demo.shop.Shop", small(192)),
                with(writing, with(own, more)),
                base(Use.SHOP),
                () -> listens(Use.SHOP));
    }

    ManagedProcess traffic() {
        return traffic("traffic", Map.of());
    }

    /** Thirty times as much traffic, beside the usual: more than one machine can answer in time. */
    ManagedProcess surge() {
        return traffic("surge", Map.of("TRAFFIC_RPS", "600"));
    }

    private ManagedProcess traffic(String name, Map<String, String> more) {
        return app(
                name,
                new JavaApp("demo", "dev.tidemark.demo.traffic.Traffic", small(96)),
                with(Map.of("SHOP_URL", base(Use.SHOP)), more),
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

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private ManagedProcess app(
            String name, JavaApp java, Map<String, String> environment, String address, BooleanSupplier up) {
        return app(name, java, environment, address, up, () -> false);
    }

    private ManagedProcess app(
            String name,
            JavaApp java,
            Map<String, String> environment,
            String address,
            BooleanSupplier up,
            BooleanSupplier stuck) {
        List<String> command = java.command(options.root());
        return new ManagedApp(new Command(name, command, environment, data.log(name)), address, up, stuck);
    }
}
