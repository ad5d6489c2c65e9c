package dev.rolecall.webhook.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;

import com.github.luben.zstd.ZstdInputStream;
import dev.rolecall.webhook.authentication.HashedCredential;
import org.jspecify.annotations.Nullable;

/// A body as it will be stored.
///
/// @param zstd the bytes as received, compressed; for a gzipped body, the unzipped bytes
/// @param size in bytes, before compression
/// @param sha256 of the bytes before compression
/// @param secret the value of `metadata.extra.callback_secret`; null if the body has none
@SuppressWarnings("ArrayRecordComponent") // bytes that are passed on once; bodies are compared by their hash
public record Body(byte[] zstd, long size, byte[] sha256, ParsedBody contents, @Nullable HashedCredential secret) {

    /// A body that was stored before. Its contents are scanned again.
    public static Body stored(byte[] zstd, long size, byte[] sha256) {
        var scan = new ScanBody();
        var beginning = new byte[0];
        try (var bytes = new ZstdInputStream(new ByteArrayInputStream(zstd))) {
            var piece = new byte[16 * 1024];
            for (var length = bytes.read(piece); length >= 0; length = bytes.read(piece)) {
                scan.feed(piece, length);
                beginning = beginning.length == 0 ? Arrays.copyOf(piece, length) : beginning;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to decompress a stored body", e);
        }
        var contents = beginning.length == size ? PlainText.orElse(scan.contents(), beginning) : scan.contents();
        return new Body(zstd, size, sha256, contents, scan.secret());
    }

    /// The SHA-256 in hex.
    public String hash() {
        return HexFormat.of().formatHex(sha256);
    }
}
