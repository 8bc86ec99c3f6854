package dev.tidemark.ingest.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.web.router.RouteAttributes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Disables a bean in applications without an HTTP server, or with {@code tidemark.enabled=false}. */
@Requires(classes = {HttpRequestTerminatedEvent.class, RouteAttributes.class})
@Requires(property = "tidemark.enabled", notEquals = "false")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface RequiresHttpServer {}
