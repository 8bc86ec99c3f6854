import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.ToolProvider;

/**
 * Writes the classes that pass on every method of an interface of JDBC, into a given folder. They have the methods of Java 17, whatever runs
 * this; newer ones are default methods.
 */
final class GenerateDelegates {
    private static final String PACKAGE = "dev.tidemark.ingest.jdbc";

    /** A class measures statements before one of prepared statements extends it: so each hierarchy alternates between the two. */
    private record Delegate(String of, String name, String parent) {}

    private static final List<Delegate> DELEGATES = List.of(
            new Delegate("javax.sql.DataSource", "DelegatingDataSource", ""),
            new Delegate("java.sql.Connection", "DelegatingConnection", ""),
            new Delegate("java.sql.DatabaseMetaData", "DelegatingMetaData", ""),
            new Delegate("java.sql.ResultSet", "DelegatingResultSet", ""),
            new Delegate("java.sql.Statement", "DelegatingStatement", ""),
            new Delegate("java.sql.PreparedStatement", "DelegatingPreparedStatement", "MeasuredStatement"),
            new Delegate("java.sql.CallableStatement", "DelegatingCallableStatement", "MeasuredPreparedStatement"));

    private final Elements elements;
    private final Types types;

    private GenerateDelegates(JavacTask task) {
        this.elements = task.getElements();
        this.types = task.getTypes();
    }

    public static void main(String[] folders) throws IOException {
        Path folder = Path.of(folders[0]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("--release", "17", "-proc:none"), List.of("java.lang.Object"), null);
        task.analyze();
        var generator = new GenerateDelegates(task);
        for (Delegate delegate : DELEGATES) {
            write(folder.resolve(delegate.name + ".java"), generator.source(delegate));
        }
    }

    /** A file that is the same stays, so that nothing is compiled again. */
    private static void write(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.writeString(file, source);
        }
    }

    private String source(Delegate delegate) {
        TypeElement of = elements.getTypeElement(delegate.of);
        boolean isRoot = delegate.parent.isEmpty();
        String type = of.getSimpleName().toString();
        String methods = ElementFilter.methodsIn(isRoot ? elements.getAllMembers(of) : of.getEnclosedElements()).stream()
                .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
                .filter(method -> !method.getEnclosingElement().toString().equals("java.lang.Object"))
                .map(method -> method(of, method, isRoot ? "delegate" : "delegate()"))
                .sorted()
                .collect(Collectors.joining("\n"));
        return """
                package %s;

                /** Passes on all calls. */
                @org.jspecify.annotations.NullUnmarked
                @SuppressWarnings("deprecation")
                abstract class %s %simplements %s {
                %s
                %s}
                """
                .formatted(
                        PACKAGE,
                        delegate.name,
                        isRoot ? "" : "extends " + delegate.parent + " ",
                        delegate.of,
                        isRoot ? root(delegate) : inherited(delegate),
                        methods);
    }

    private static String root(Delegate delegate) {
        return """
                    final %2$s delegate;

                    %1$s(%2$s delegate) {
                        this.delegate = delegate;
                    }

                    @Override
                    public String toString() {
                        return delegate.toString();
                    }
                """
                .formatted(delegate.name, delegate.of);
    }

    private static String inherited(Delegate delegate) {
        return """
                    %1$s(%2$s delegate, MeasuredConnection connection, dev.tidemark.ingest.call.Operation operation) {
                        super(delegate, connection, operation);
                    }

                    private %2$s delegate() {
                        return (%2$s) delegate;
                    }
                """
                .formatted(delegate.name, delegate.of);
    }

    private String method(TypeElement of, ExecutableElement method, String delegate) {
        var seen = (ExecutableType) types.asMemberOf((DeclaredType) of.asType(), method);
        String name = method.getSimpleName().toString();
        var parameters = new StringBuilder();
        var arguments = new StringBuilder();
        int last = seen.getParameterTypes().size() - 1;
        for (int i = 0; i <= last; i++) {
            String separator = i == 0 ? "" : ", ";
            String type = seen.getParameterTypes().get(i).toString();
            parameters.append(separator)
                    .append(i == last && method.isVarArgs() ? type.replaceFirst("\\[]$", "...") : type)
                    .append(" p").append(i);
            arguments.append(separator).append("p").append(i);
        }
        String thrown = seen.getThrownTypes().stream().map(TypeMirror::toString).collect(Collectors.joining(", "));
        String generic = seen.getTypeVariables().stream().map(Object::toString).collect(Collectors.joining(", "));
        boolean returns = seen.getReturnType().getKind() != TypeKind.VOID;
        return """
                    @Override
                    public %s%s %s(%s)%s {
                        %s%s;
                    }
                """
                .formatted(
                        generic.isEmpty() ? "" : "<" + generic + "> ",
                        seen.getReturnType(),
                        name,
                        parameters,
                        thrown.isEmpty() ? "" : " throws " + thrown,
                        returns ? "return " : "",
                        switch (name) {
                            case "unwrap", "isWrapperFor" -> "Unwrapping." + name + "(this, " + delegate + ", " + arguments + ")";
                            default -> delegate + "." + name + "(" + arguments + ")";
                        });
    }
}
