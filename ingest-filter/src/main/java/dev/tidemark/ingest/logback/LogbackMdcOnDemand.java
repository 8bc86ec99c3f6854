package dev.tidemark.ingest.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.BasicStatusManager;
import ch.qos.logback.core.status.StatusManager;
import dev.tidemark.ingest.trace.MdcOnDemand;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/**
 * Puts {@link OnDemandMdcAdapter} in front of logback's MDC. Only if logback, SLF4J and the filter are of the same class loader: a
 * logging library that several applications share must not refer to one of them.
 */
public final class LogbackMdcOnDemand implements MdcOnDemand {

    @Override
    public @Nullable MDCAdapter install() {
        try {
            if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context) || isShared()) {
                return null;
            }
            MDCAdapter known = MDC.getMDCAdapter();
            if (((Object) known).getClass() != LogbackMDCAdapter.class || context.getMDCAdapter() != known) {
                return null;
            }
            OnDemandMdcAdapter own = new OnDemandMdcAdapter((LogbackMDCAdapter) known);
            Field adapter = adapterOfMdc();
            replace(context, own);
            adapter.set(null, own);
            return own;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // SLF4J is a module of its own, or either has another form than the known ones.
            return null;
        }
    }

    private static boolean isShared() {
        ClassLoader own = LogbackMdcOnDemand.class.getClassLoader();
        return MDC.class.getClassLoader() != own || LogbackMDCAdapter.class.getClassLoader() != own;
    }

    /** SLF4J has no method for it, and the name of the field differs between versions. */
    private static Field adapterOfMdc() throws NoSuchFieldException {
        for (Field field : MDC.class.getDeclaredFields()) {
            if (field.getType() == MDCAdapter.class && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                return field;
            }
        }
        throw new NoSuchFieldException("MDCAdapter");
    }

    /** Logback warns of a second adapter; that is meant for applications that set two by mistake. */
    private static void replace(LoggerContext context, MDCAdapter own) {
        StatusManager known = context.getStatusManager();
        context.setStatusManager(new BasicStatusManager());
        try {
            context.setMDCAdapter(own);
        } finally {
            context.setStatusManager(known);
        }
    }
}
