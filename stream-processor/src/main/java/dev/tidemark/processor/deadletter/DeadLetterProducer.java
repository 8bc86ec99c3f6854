package dev.tidemark.processor.deadletter;

import dev.tidemark.wire.topic.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a stream thread, which sends dead letters on a thread of its own. Sending one takes as long as counting several
 * requests, so on the stream thread one bad sender would slow down all others. A dead letter stays in the transaction that it was sent
 * in: flush, commit and abort first wait until Kafka's producer has all dead letters. Failures are reported to the callback, as usual.
 *
 * <p>The queue holds at most {@value #WAITING_LISTS} lists. A list holds {@value #DEAD_LETTERS} dead letters, or {@value #BYTES} bytes
 * and one more dead letter. When the queue is full, sending a dead letter blocks. For one thread at a time. Not final, so that the fault
 * suite can stop it when everything is sent and the transaction is still open.
 */
public class DeadLetterProducer extends KafkaProducer<byte[], byte[]> {
    private static final int DEAD_LETTERS = 256;
    private static final int BYTES = 256 << 10;
    private static final int WAITING_LISTS = 8;

    /** The approximate memory of a header besides its name and value. */
    private static final int HEADER_BYTES = 64;

    private final ThreadPoolExecutor sender;
    private List<Pending> open = new ArrayList<>();
    private int openBytes;
    private boolean handedOn;

    /**
     * Why a dead letter of this transaction was not sent. The following ones are not tried, since each could wait as
     * long in vain.
     */
    private volatile @Nullable Exception failure;

    private record Pending(
            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        void failed(Exception e) {
            if (callback != null) {
                callback.onCompletion(null, e);
            }
        }
    }

    public DeadLetterProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        sender = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LISTS),
                task -> Thread.ofPlatform()
                        .name("dead-letters | " + config.get(ProducerConfig.CLIENT_ID_CONFIG))
                        .daemon()
                        .unstarted(task),
                DeadLetterProducer::putWhenThereIsRoom);
    }

    /** Returns the future of Kafka's producer; for a dead letter a completed one without a result, since Kafka Streams uses the callback. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (!record.topic().equals(DeadLetter.TOPIC)) {
            return super.send(record, callback);
        }
        open.add(new Pending(record, callback));
        openBytes += bytes(record);
        if (open.size() >= DEAD_LETTERS || openBytes >= BYTES) {
            handOn();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void flush() {
        awaitDeadLetters();
        super.flush();
    }

    @Override
    public void commitTransaction() {
        awaitDeadLetters();
        Exception failed = failure;
        if (failed != null) {
            throw new KafkaException("a dead letter was not sent: the transaction must be aborted", failed);
        }
        super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        awaitDeadLetters();
        failure = null;
        super.abortTransaction();
    }

    @Override
    public void close(Duration timeout) {
        sender.shutdownNow();
        super.close(timeout);
    }

    private void handOn() {
        List<Pending> deadLetters = open;
        sender.execute(() -> deadLetters.forEach(this::sendNow));
        open = new ArrayList<>(DEAD_LETTERS);
        openBytes = 0;
        handedOn = true;
    }

    private void sendNow(Pending deadLetter) {
        Exception failed = failure;
        if (failed != null) {
            deadLetter.failed(failed);
            return;
        }
        try {
            Future<RecordMetadata> sent = super.send(deadLetter.record, deadLetter.callback);
            if (sent.state() == Future.State.FAILED && sent.exceptionNow() instanceof Exception e) {
                failure = e;
            }
        } catch (RuntimeException | Error e) {
            Exception unsent = e instanceof Exception exception ? exception : new KafkaException(e);
            failure = unsent;
            deadLetter.failed(unsent);
        }
    }

    /** Lists are sent in order, so when an empty task has run, all lists before it have been sent. */
    private void awaitDeadLetters() {
        if (!open.isEmpty()) {
            handOn();
        }
        if (handedOn) {
            try {
                sender.submit(() -> {}).get();
                handedOn = false;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("an empty task failed", e);
            }
        }
    }

    private static int bytes(ProducerRecord<byte[], byte[]> record) {
        int bytes = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += HEADER_BYTES + header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void putWhenThereIsRoom(Runnable task, ThreadPoolExecutor sender) {
        if (sender.isShutdown()) {
            throw new RejectedExecutionException("the producer is closed");
        }
        try {
            sender.getQueue().put(task);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
