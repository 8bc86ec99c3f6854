import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes a .br and a .gz beside every text file below the given folders, unless they are there and not older than it. */
final class CompressAssets {
    private static final Pattern TEXT = Pattern.compile(".*(?:\\.(?:css|html|js|json|map|md|mjs|svg|txt|yml)|/[A-Z0-9]+)");

    private CompressAssets() {}

    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (TEXT.matcher(file.toString().replace('\\', '/')).matches()) {
                        compress(file);
                    }
                }
            }
        }
    }

    private static void compress(Path file) throws IOException {
        Path brotli = file.resolveSibling(file.getFileName() + ".br");
        Path gzip = file.resolveSibling(file.getFileName() + ".gz");
        if (isCurrent(brotli, file) && isCurrent(gzip, file)) {
            return;
        }
        byte[] plain = Files.readAllBytes(file);
        Brotli4jLoader.ensureAvailability();
        Files.write(brotli, Encoder.compress(plain, new Encoder.Parameters().setQuality(11).setWindow(24)));
        Files.write(gzip, gzip(plain));
    }

    private static boolean isCurrent(Path made, Path source) throws IOException {
        return Files.exists(made)
                && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source)) >= 0;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
