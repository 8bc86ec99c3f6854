package dev.tidemark.springboot;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A running application on a free port. */
final class RunningBookshop implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningBookshop(SpringApplicationBuilder application, String... arguments) {
        context = application.run(arguments);
    }

    static RunningBookshop onTomcat(String... arguments) {
        return onTomcat(Bookshop.class, arguments);
    }

    static RunningBookshop onTomcat(Class<?> application, String... arguments) {
        return start(
                arguments,
                application,
                "servlet",
                false,
                "org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory",
                "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory");
    }

    /** On virtual threads if there are any. */
    static RunningBookshop onJetty() {
        return start(
                new String[0],
                Bookshop.class,
                "servlet",
                true,
                "org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory",
                "org.springframework.boot.jetty.servlet.JettyServletWebServerFactory");
    }

    static RunningBookshop onWebFlux(String... arguments) {
        return onWebFlux(FluxBookshop.class, arguments);
    }

    static RunningBookshop onWebFlux(Class<?> application, String... arguments) {
        return start(
                arguments,
                application,
                "reactive",
                false,
                "org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory",
                "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory");
    }

    /** @param factories the names of the server's factory in Spring Boot 3 and 4; all servers are on the class path */
    private static RunningBookshop start(
            String[] arguments, Class<?> application, String type, boolean virtual, String... factories) {
        Class<?> factory = first(factories);
        List<String> all = new ArrayList<>(List.of(
                "--spring.main.web-application-type=" + type,
                "--spring.main.banner-mode=off",
                "--spring.threads.virtual.enabled=" + virtual,
                "--server.address=127.0.0.1",
                "--server.port=0"));
        all.addAll(List.of(arguments));
        return new RunningBookshop(
                new SpringApplicationBuilder(application)
                        .initializers((ApplicationContextInitializer<GenericApplicationContext>)
                                context -> context.registerBean("server", factory)),
                all.toArray(String[]::new));
    }

    private static Class<?> first(String... names) {
        for (String name : names) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException e) {
                // The name in another version.
            }
        }
        throw new AssertionError(String.join(", ", names));
    }

    /** Spring Boot's own. */
    Executor executor() {
        return context.getBean("applicationTaskExecutor", Executor.class);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Override
    public void close() {
        context.close();
    }
}
