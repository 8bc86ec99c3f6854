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
 * The producer of a stream thread. Dead letters are sent by a thread of their own: one takes as long to send as several requests take to
 * count, and who sends rubbish shall not take the time of those who do not. A letter stays in the transaction it was sent in: each
 * flush, commit and abort first waits until Kafka's producer has all letters. What fails is told to the letter's callback, as ever.
 *
 * <p>At most {@value #WAITING_LISTS} lists of {@value #LETTERS} letters, or of {@value #BYTES} bytes and one letter, wait for that
 * thread; beyond, the sending of letters blocks. For one thread, like the stream thread's, at a time. The class is not final so that
 * the fault suite can stop where all is sent and the transaction is not over.
 */
public class LetterProducer extends KafkaProducer<byte[], byte[]> {
    private static final int LETTERS = 256;
    private static final int BYTES = 256 << 10;
    private static final int WAITING_LISTS = 8;

    /** What a header takes in memory beside its name and value, about. */
    private static final int HEADER_BYTES = 64;

    private final ThreadPoolExecutor sender;
    private List<Letter> open = new ArrayList<>();
    private int openBytes;
    private boolean handedOn;

    /** Why a letter of this transaction was not sent; those behind it are not tried, since each might wait as long in vain. */
    private volatile @Nullable Exception failure;

    private record Letter(
            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        void failed(Exception e) {
            if (callback != null) {
                callback.onCompletion(null, e);
            }
        }
    }

    public LetterProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        sender = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LISTS),
                task -> Thread.ofPlatform()
                        .name("letters | " + config.get(ProducerConfig.CLIENT_ID_CONFIG))
                        .daemon()
                        .unstarted(task),
                LetterProducer::putWhenThereIsRoom);
    }

    /** Returns what Kafka's producer returns; for a letter, something that is done and says nothing: Kafka Streams looks at callbacks. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (!record.topic().equals(DeadLetter.TOPIC)) {
            return super.send(record, callback);
        }
        open.add(new Letter(record, callback));
        openBytes += bytes(record);
        if (open.size() >= LETTERS || openBytes >= BYTES) {
            handOn();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void flush() {
        awaitLetters();
        super.flush();
    }

    @Override
    public void commitTransaction() {
        awaitLetters();
        Exception failed = failure;
        if (failed != null) {
            throw new KafkaException("a dead letter was not sent: this transaction can only be aborted", failed);
        }
        super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        awaitLetters();
        failure = null;
        super.abortTransaction();
    }

    @Override
    public void close(Duration timeout) {
        sender.shutdownNow();
        super.close(timeout);
    }

    private void handOn() {
        List<Letter> letters = open;
        sender.execute(() -> letters.forEach(this::sendNow));
        open = new ArrayList<>(LETTERS);
        openBytes = 0;
        handedOn = true;
    }

    private void sendNow(Letter letter) {
        Exception failed = failure;
        if (failed != null) {
            letter.failed(failed);
            return;
        }
        try {
            Future<RecordMetadata> sent = super.send(letter.record, letter.callback);
            if (sent.state() == Future.State.FAILED && sent.exceptionNow() instanceof Exception e) {
                failure = e;
            }
        } catch (RuntimeException | Error e) {
            Exception unsent = e instanceof Exception exception ? exception : new KafkaException(e);
            failure = unsent;
            letter.failed(unsent);
        }
    }

    /** Lists are sent in their order, so all before this one are sent when it is done. */
    private void awaitLetters() {
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
                throw new IllegalStateException("nothing cannot fail", e);
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
