package dev.rolecall.webhook.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import org.jspecify.annotations.Nullable;

/// Collects one body from its pieces. Up to 256 KB it is held as received, and hashed, scanned and compressed at the end;
/// beyond, while it grows.
///
/// A body that begins with the first byte of gzip is treated as gzip, whatever its headers say: JSON cannot begin with
/// it. It is held as received and unzipped at the end.
public final class CollectBody implements AutoCloseable {
    /// Level 1 is the fastest, and on such repetitive text it compresses as well as levels of three times the work. 1
    /// MB takes 5 ms (docs/decisions/0005).
    private static final int LEVEL = 1;
    /// A compressor uses more than a megabyte of native memory, so only larger bodies get one.
    public static final int MAX_UNCOMPRESSED = 256 * 1024;
    private static final int GZIP = 0x1f;
    private static final int PIECE = 16 * 1024;

    private final long limit;
    private final MessageDigest sha256;
    private final ScanBody scan = new ScanBody();
    private final List<byte[]> held = new ArrayList<>();
    private @Nullable Compressor compressor;
    private boolean isGzip;
    private long size;

    /// @param limit in bytes, after unzipping
    public CollectBody(long limit) {
        this.limit = limit;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Adds the next piece. The array must not be changed afterwards.
    ///
    /// @throws BodyTooLarge if the body exceeds the limit
    public void add(byte[] bytes) {
        if (size == 0 && bytes.length > 0) {
            isGzip = bytes[0] == GZIP;
        }
        append(bytes);
    }

    private void append(byte[] bytes) {
        size += bytes.length;
        if (size > limit) {
            throw new BodyTooLarge(limit);
        }
        hold(bytes);
    }

    private void examine(byte[] bytes) {
        sha256.update(bytes);
        scan.feed(bytes, bytes.length);
    }

    /// The bytes received so far.
    public long size() {
        return size;
    }

    /// Whether the body is so long that handling each piece takes noticeable time.
    public boolean isLong() {
        return size > MAX_UNCOMPRESSED;
    }

    /// Whether [#body] unzips, which takes too long for an event loop.
    public boolean isGzip() {
        return isGzip;
    }

    /// The complete body, after the last piece.
    ///
    /// @throws BodyTooLarge if the unzipped body exceeds the limit
    public Body body() {
        return isGzip ? unzipped() : asReceived();
    }

    private Body asReceived() {
        if (compressor == null) {
            var bytes = joined();
            examine(bytes);
            return new Body(Zstd.compress(bytes, LEVEL), size, sha256.digest(),
                    PlainText.orElse(scan.contents(), bytes), scan.secret());
        }
        return new Body(compressor.finish(), size, sha256.digest(), scan.contents(), scan.secret());
    }

    private Body unzipped() {
        try (var plain = new CollectBody(limit);
                var gzip = new GZIPInputStream(new ByteArrayInputStream(joined()))) {
            for (var piece = gzip.readNBytes(PIECE); piece.length > 0; piece = gzip.readNBytes(PIECE)) {
                plain.append(piece);
            }
            return plain.asReceived();
        } catch (BodyTooLarge tooLarge) {
            throw tooLarge;
        } catch (IOException | RuntimeException damaged) {
            return damagedGzip();
        }
    }

    /// A gzip that is cut off or damaged is stored as received, so that it can be examined.
    private Body damagedGzip() {
        try (var bytes = new CollectBody(limit)) {
            bytes.append(joined());
            return bytes.asReceived();
        }
    }

    private void hold(byte[] bytes) {
        try {
            if (compressor == null && !isGzip && size > MAX_UNCOMPRESSED) {
                compressor = new Compressor();
                for (var piece : held) {
                    examine(piece);
                    compressor.zstd.write(piece);
                }
                held.clear();
            }
            if (compressor == null) {
                held.add(bytes);
            } else {
                examine(bytes);
                compressor.zstd.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to compress into memory", e);
        }
    }

    /// All pieces in one array. Most bodies arrive in one piece.
    private byte[] joined() {
        if (held.size() == 1) {
            return held.getFirst();
        }
        var all = ByteBuffer.allocate(held.stream().mapToInt(piece -> piece.length).sum());
        held.forEach(all::put);
        return all.array();
    }

    /// Frees the native memory. A second call does nothing.
    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }

    /// The compressed form of a body that is too long to be held uncompressed.
    private static final class Compressor {
        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(MAX_UNCOMPRESSED / 4);
        private final ZstdOutputStream zstd;

        private Compressor() throws IOException {
            zstd = new ZstdOutputStream(compressed, LEVEL);
        }

        private byte[] finish() {
            close();
            return compressed.toByteArray();
        }

        private void close() {
            try {
                zstd.close();
            } catch (IOException e) {
                throw new UncheckedIOException("failed to compress into memory", e);
            }
        }
    }

    /// The body exceeds the limit.
    public static final class BodyTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        BodyTooLarge(long limit) {
            super("the body is larger than %d bytes".formatted(limit));
        }
    }
}
