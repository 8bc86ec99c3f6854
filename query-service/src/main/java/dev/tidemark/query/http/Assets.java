package dev.tidemark.query.http;

import io.micronaut.core.io.ResourceResolver;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Reads files and their compressed copies from the class path and keeps them in memory. Their number is fixed by the build; together
 * they have about 2 MB. Thread-safe.
 */
@Singleton
final class Assets {
    /** For files with a version in their path: browsers need not ask again. */
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    /** For other files: browsers revalidate at each use, so a page never runs modules of two builds. */
    private static final String REVALIDATED = "public, no-cache";

    private static final Pattern PATH =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern VERSIONED = Pattern.compile("assets/vendor/[^/]+-\\d+(?:\\.\\d+)+/.*");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("md", "text/markdown;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml;charset=utf-8"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("woff2", "font/woff2"),
            // RFC 9512; application/openapi+yaml is not registered.
            Map.entry("yml", "application/yaml"),
            // Licences and checksums of vendored files.
            Map.entry("LICENSE", "text/plain;charset=utf-8"),
            Map.entry("NOTICE", "text/plain;charset=utf-8"),
            Map.entry("SHA256SUMS", "text/plain;charset=utf-8"));

    private final ResourceResolver resources;
    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    Assets(ResourceResolver resources) {
        this.resources = resources;
    }

    /** Returns the file at a path of the class path; empty if there is none, or if its type is not served. */
    Optional<Asset> find(String path) {
        Asset known = read.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('.')) + 1));
        if (type == null || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        Map<ContentCoding, byte[]> representations = new EnumMap<>(ContentCoding.class);
        for (ContentCoding coding : ContentCoding.values()) {
            bytes(path + coding.fileSuffix()).ifPresent(bytes -> representations.put(coding, bytes));
        }
        byte[] plain = representations.get(ContentCoding.IDENTITY);
        if (plain == null) {
            return Optional.empty();
        }
        String caching = VERSIONED.matcher(path).matches() ? IMMUTABLE : REVALIDATED;
        Asset asset = new Asset(type, caching, tag(plain), representations);
        read.put(path, asset);
        return Optional.of(asset);
    }

    private Optional<byte[]> bytes(String path) {
        return resources.getResourceAsStream("classpath:" + path).map(stream -> {
            try (InputStream in = stream) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String tag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
