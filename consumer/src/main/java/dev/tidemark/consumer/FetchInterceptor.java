package dev.tidemark.consumer;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerNetworkClient;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * Changes the records of fetch responses before the consumer sees them. Kafka offers no such hook: deserializers and interceptors get
 * records that are already in memory. So the consumer's network client is wrapped.
 */
final class FetchInterceptor {
    private FetchInterceptor() {}

    /** @throws IllegalStateException if the consumer has other parts than those of the version of Kafka that this was written for */
    static void install(KafkaConsumer<?, ?> consumer, UnaryOperator<Records> change) {
        try {
            Object delegate = field(KafkaConsumer.class, "delegate").get(consumer);
            Object network = field(ClassicKafkaConsumer.class, "client").get(delegate);
            Field client = field(ConsumerNetworkClient.class, "client");
            client.set(network, intercepted((KafkaClient) client.get(network), change));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "fetched batches cannot be bounded in this version of kafka-clients: expected 4.3 and the classic group protocol",
                    e);
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Only requests that are sent get the other handler: the consumer expects its own in those that wait. */
    private static KafkaClient intercepted(KafkaClient client, UnaryOperator<Records> change) {
        return proxy(KafkaClient.class, (proxy, method, arguments) -> {
            if (arguments != null
                    && arguments[0] instanceof ClientRequest request
                    && request.apiKey() == ApiKeys.FETCH) {
                arguments[0] = changing(request, change);
            }
            return invoke(method, client, arguments);
        });
    }

    private static ClientRequest changing(ClientRequest request, UnaryOperator<Records> change) {
        return new ClientRequest(
                request.destination(),
                request.requestBuilder(),
                request.correlationId(),
                request.makeHeader(ApiKeys.FETCH.latestVersion()).clientId(),
                request.createdTimeMs(),
                request.expectResponse(),
                request.requestTimeoutMs(),
                response -> {
                    try {
                        change(response, change);
                    } catch (RuntimeException e) {
                        // Kafka's client logs it. The records are fetched again: none may pass unchanged.
                        change(response, records -> MemoryRecords.EMPTY);
                        throw e;
                    } finally {
                        // Without an answer, the consumer would fetch no more from this broker.
                        request.callback().onComplete(response);
                    }
                });
    }

    private static void change(ClientResponse response, UnaryOperator<Records> change) {
        if (response.responseBody() instanceof FetchResponse fetched) {
            fetched.data()
                    .responses()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        if (partition.records() instanceof Records records) {
                            partition.setRecords(change.apply(records));
                        }
                    }));
        }
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(FetchInterceptor.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static Object invoke(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
