package dev.tidemark.ingest.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StreamingOutput;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.pubsub.PubSubOutput;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An output that sees which values the answer has, and when lettuce takes the result out of it. It hands everything on to the
 * command's own output.
 */
class MeasuredOutput<K, V, T> extends CommandOutput<K, V, T> {
    /** Whether all methods of this lettuce's outputs are handed on. A later version may have more. */
    static final boolean IS_COMPLETE = handsOnAllOf(CommandOutput.class, MeasuredOutput.class)
            && handsOnAllOf(StreamingOutput.class, Streaming.class);

    private final CommandOutput<K, V, T> output;
    private final CommandCall call;

    // The codec is that of the output, and this one's is never used.
    @SuppressWarnings("unchecked")
    private MeasuredOutput(CommandOutput<K, V, T> output, CommandCall call) {
        super((io.lettuce.core.codec.RedisCodec<K, V>) StringCodec.UTF8, null);
        this.output = output;
        this.call = call;
    }

    /** A command that does not take it is measured by lettuce's events alone. */
    static <K, V, T> void wrap(RedisCommand<K, V, T> command, CommandCall call) {
        CommandOutput<K, V, T> own = command.getOutput();
        if (own instanceof MeasuredOutput<K, V, T> before) {
            // A node of a cluster has sent it on to another.
            own = before.output;
        }
        if (!IS_COMPLETE || own == null || own instanceof PubSubOutput<?, ?>) {
            return;
        }
        command.setOutput(
                own instanceof StreamingOutput<?> streaming
                        ? new Streaming<>(own, streaming, call)
                        : new MeasuredOutput<>(own, call));
    }

    private static boolean handsOnAllOf(Class<?> type, Class<?> by) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .allMatch(method -> declares(by, method));
    }

    private static boolean declares(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    @Override
    public T get() {
        T result = output.get();
        call.answered(output.hasError());
        return result;
    }

    @Override
    public boolean hasError() {
        boolean failed = output.hasError();
        if (failed) {
            call.end(true);
        }
        return failed;
    }

    @Override
    public void set(ByteBuffer bytes) {
        call.value(bytes != null);
        output.set(bytes);
    }

    @Override
    public void setSingle(ByteBuffer bytes) {
        output.setSingle(bytes);
    }

    @Override
    public void setBigNumber(ByteBuffer bytes) {
        output.setBigNumber(bytes);
    }

    @Override
    public void set(long integer) {
        call.number(integer);
        output.set(integer);
    }

    @Override
    public void set(double number) {
        output.set(number);
    }

    @Override
    public void set(boolean value) {
        output.set(value);
    }

    @Override
    public void setError(ByteBuffer error) {
        output.setError(error);
    }

    @Override
    public void setError(String error) {
        output.setError(error);
    }

    @Override
    public String getError() {
        return output.getError();
    }

    @Override
    public void complete(int depth) {
        output.complete(depth);
    }

    @Override
    public void multi(int count) {
        output.multi(count);
    }

    @Override
    public void multiArray(int count) {
        output.multiArray(count);
    }

    @Override
    public void multiPush(int count) {
        output.multiPush(count);
    }

    @Override
    public void multiMap(int count) {
        output.multiMap(count);
    }

    @Override
    public void multiSet(int count) {
        output.multiSet(count);
    }

    @Override
    public String toString() {
        return output.toString();
    }

    /** Hands on elements while they arrive. */
    private static final class Streaming<K, V, T, E> extends MeasuredOutput<K, V, T> implements StreamingOutput<E> {
        private final StreamingOutput<E> streaming;

        Streaming(CommandOutput<K, V, T> output, StreamingOutput<E> streaming, CommandCall call) {
            super(output, call);
            this.streaming = streaming;
        }

        @Override
        public void setSubscriber(Subscriber<E> subscriber) {
            streaming.setSubscriber(subscriber);
        }

        @Override
        public Subscriber<E> getSubscriber() {
            return streaming.getSubscriber();
        }
    }
}
